package dev.daybreak.lake;

import dev.daybreak.project.asset.AssetKey;
import java.util.List;
import java.util.Objects;

/**
 * What was done to a table to keep it in order, or, after a look, what there is to do.
 *
 * @param before what a read of the whole table opened
 * @param after what it opens now; after a look, what it would open, with the bytes of before
 * @param rewritten small files, files with deletes, or files in no order, that were written anew
 * @param foldedDeletes delete files that are no longer needed
 * @param reordered of the rewritten, files whose rows did not lie in the table's order
 * @param conflicts groups of files that others replaced meanwhile; nothing was lost, the next time looks at them again
 * @param snapshotsExpired snapshots that were taken out of the history
 * @param filesExpired files, of data and of metadata, that went with them; after a look 0, since only the doing tells
 * @param orphans files that nothing referred to
 * @param orphanBytes what they took
 * @param notes what was left alone, and why
 */
public record MaintenanceReport(
        AssetKey table,
        Size before,
        Size after,
        int rewritten,
        int foldedDeletes,
        int reordered,
        int conflicts,
        int snapshotsExpired,
        int filesExpired,
        int orphans,
        long orphanBytes,
        List<String> notes) {
    public MaintenanceReport {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        notes = List.copyOf(notes);
    }

    /**
     * The newest snapshot of a table.
     *
     * @param files of data and of deletes
     * @param bytes of data and of deletes
     * @param manifests lists of those files
     */
    public record Size(long files, long bytes, int manifests) {}

    /** How many files fewer a full read opens; never below 0, though a rewrite may leave a list of files more. */
    public long requestsSaved() {
        return Math.max(0, before.files() + before.manifests() - after.files() - after.manifests());
    }

    /** Whether there was, or is, anything to do. */
    public boolean isInOrder() {
        return rewritten == 0
                && foldedDeletes == 0
                && conflicts == 0
                && before.manifests() == after.manifests()
                && snapshotsExpired == 0
                && orphans == 0;
    }
}
