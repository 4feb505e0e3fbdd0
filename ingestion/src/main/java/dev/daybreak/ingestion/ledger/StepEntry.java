package dev.daybreak.ingestion.ledger;

import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.asset.AssetKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a step is about to publish.
 *
 * @param files of a source that reads files; else empty
 * @param aside written files of what is put aside, by what it is, to be published after the step
 * @param cursor the greatest value, of a source that reads by cursor
 */
public record StepEntry(
        AssetKey asset,
        String step,
        String attempt,
        List<FileEntry> files,
        Optional<String> cursor,
        Map<String, List<WrittenFile>> aside) {
    public StepEntry {
        files = List.copyOf(files);
        aside = Map.copyOf(aside);
    }

    /** How many rows of a kind are put aside. */
    public long rowsAside(String kind) {
        return aside.getOrDefault(kind, List.of()).stream()
                .mapToLong(WrittenFile::rows)
                .sum();
    }

    /** A file with how many of its records are good and bad. */
    public record FileEntry(SeenFile file, long rows, long bad) {}
}
