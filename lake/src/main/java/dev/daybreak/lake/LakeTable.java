package dev.daybreak.lake;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.Slice;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** One table of the lake. Thread-safe; every call sees the newest state. */
public final class LakeTable {
    LakeTable() {}

    public AssetKey key() {
        throw new UnsupportedOperationException();
    }

    public Schema schema() {
        throw new UnsupportedOperationException();
    }

    /** The id of the newest snapshot; empty if nothing was ever published. */
    public Optional<Long> currentSnapshot() {
        throw new UnsupportedOperationException();
    }

    /** Newest first. */
    public List<SnapshotEntry> history() {
        throw new UnsupportedOperationException();
    }

    /**
     * What a reader of one snapshot gets.
     *
     * @param snapshot empty: the newest. An id that the table has not fails with {@code NOT_FOUND} and lists the latest ones
     * @param interval only rows whose time column lies in it, and only the files that may hold such rows; {@link DataInterval#ALL} for everything
     * @param zone the project's, for dates and timestamps without a zone
     */
    public Pinned pin(Optional<Long> snapshot, DataInterval interval, ZoneId zone) {
        throw new UnsupportedOperationException();
    }

    /** The newest snapshot at or before an instant, if there was one. */
    public Optional<Long> snapshotAt(Instant instant) {
        throw new UnsupportedOperationException();
    }

    /**
     * The versions of the table's slices along time in its newest snapshot: one per partition of the time column (in the
     * layout's grain; days for weeks), or one over {@link DataInterval#ALL} if there is no time column. A slice's version is a hash of
     * which data and delete files it holds, so it changes if and only if the files do. Slices without files are left out.
     */
    public List<Slice> slices(ZoneId zone) {
        throw new UnsupportedOperationException();
    }

    /**
     * Where and how an attempt's files are written: the table's data folder, and field ids.
     *
     * @param attempt names the files; letters, digits and dashes
     */
    public WriteSpec stage(String attempt) {
        throw new UnsupportedOperationException();
    }

    /** A relation over files that were written but not published, for checking them. */
    public Relation staged(List<WrittenFile> files) {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes files visible in one commit, exactly once for a step key.
     *
     * @param replaces rows of these intervals are replaced; {@link DataInterval#ALL} alone replaces everything; empty: files are added
     * @return the snapshot; for a step key that is in the table's history already, that earlier snapshot with {@code repeated}
     * @throws dev.daybreak.project.problem.DaybreakException {@code SUPERSEDED} if the guard's token is no longer the newest
     */
    public Published publish(List<WrittenFile> files, List<DataInterval> replaces, ZoneId zone, PublishGuard guard) {
        throw new UnsupportedOperationException();
    }

    /** The snapshot that a step published, whoever did it. */
    public Optional<Published> findPublished(String stepKey) {
        throw new UnsupportedOperationException();
    }

    /** Deletes files that an attempt wrote and that no snapshot holds. Returns how many. */
    public int discard(String attempt) {
        throw new UnsupportedOperationException();
    }

    /**
     * A snapshot with the files that a read of it opens.
     *
     * @param snapshot empty if the table has none yet; the relation is then empty
     */
    public record Pinned(Optional<Long> snapshot, Relation relation) {}

    /**
     * The effect of a publish.
     *
     * @param rows rows in the files that were added
     * @param repeated whether an earlier call had done it already
     */
    public record Published(long snapshot, Instant at, long rows, boolean repeated) {}

    /**
     * A line of the table's history.
     *
     * @param summary Iceberg's and ours: {@code daybreak.step}, {@code daybreak.attempt}, {@code daybreak.token}, {@code daybreak.run}, {@code daybreak.fingerprint}
     */
    public record SnapshotEntry(long snapshot, Instant at, String operation, java.util.Map<String, String> summary) {}
}
