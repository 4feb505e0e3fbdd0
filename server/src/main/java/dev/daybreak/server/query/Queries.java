package dev.daybreak.server.query;

import dev.daybreak.project.asset.AssetKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads the lake for people: only tables, only by a SELECT, and only for so long. Thread-safe. What fails is a
 * {@link dev.daybreak.project.problem.DaybreakException}: {@code INVALID_SQL} with line and column if the text is none that may be run,
 * {@code NOT_FOUND} if a table, version or environment is not there, {@code TIMED_OUT} if it ran too long and was stopped, else what the engine says.
 */
public interface Queries {
    /** Runs a query. */
    Result run(Query query);

    /** The snapshots that it would read now, by table, without running it; of a table that is empty, nothing. */
    Map<String, Long> versions(Query query);

    /** Some rows of the newest partition of an asset that has rows. */
    Result sample(AssetKey asset, boolean isUnmasked, int most);

    /** Writes what a query yields to a new file, which the caller deletes. Masked columns are null there. */
    Path write(Query query, FileKind kind);

    /** The tables and views of an environment with their columns, by name. */
    Map<String, List<String>> tables(String environment);

    /** The environments there are, that which is served first. */
    List<String> environments();

    /** What a query's rows can be written as. */
    enum FileKind {
        CSV("csv", "text/csv; charset=utf-8"),
        PARQUET("parquet", "application/vnd.apache.parquet");

        private final String extension;
        private final String mediaType;

        FileKind(String extension, String mediaType) {
            this.extension = extension;
            this.mediaType = mediaType;
        }

        public String extension() {
            return extension;
        }

        public String mediaType() {
            return mediaType;
        }
    }
}
