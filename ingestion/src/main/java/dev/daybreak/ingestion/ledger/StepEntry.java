package dev.daybreak.ingestion.ledger;

import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.asset.AssetKey;
import java.util.List;
import java.util.Optional;

/**
 * What a step is about to publish.
 *
 * @param files of a source that reads files; else empty
 * @param deadLetters written files of bad records, to be published after the step
 * @param cursor the greatest value, of a source that reads by cursor
 */
public record StepEntry(
        AssetKey asset,
        String step,
        String attempt,
        List<FileEntry> files,
        Optional<String> cursor,
        List<WrittenFile> deadLetters) {
    public StepEntry {
        files = List.copyOf(files);
        deadLetters = List.copyOf(deadLetters);
    }

    /** A file with how many of its records are good and bad. */
    public record FileEntry(SeenFile file, long rows, long bad) {}
}
