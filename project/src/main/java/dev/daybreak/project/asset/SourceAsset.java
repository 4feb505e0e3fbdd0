package dev.daybreak.project.asset;

import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Span;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An asset that is brought in from outside. It is one partition for planning: a step brings in whatever is new. Its
 * table may still be cut along time, so that readers see which days changed.
 *
 * @param reads where the rows come from
 * @param columns the contract; data that does not fit is a bad record
 * @param layoutTime the date or timestamp column its table is partitioned by, if any
 * @param format of the files of its table; no part of the definition, since the rows are the same in each
 * @param layout no part of the definition, since the rows are the same whatever it says
 * @param horizon how much older than the newest rows of before a partition may be; rows of older ones are put aside. Empty: none is too old
 * @param badRecords the share (0 to 1) of bad records of one step past which the step fails
 */
public record SourceAsset(
        AssetKey key,
        About about,
        Origin reads,
        Schema columns,
        Optional<TimePartition> layoutTime,
        List<Clustering> clustering,
        TableFormat format,
        FileLayout layout,
        Optional<Span> horizon,
        double badRecords,
        NewColumns newColumns,
        List<CheckSpec> checks)
        implements Asset {
    /** What happens when the data has a column that the contract has not. */
    public enum NewColumns {
        FAIL,
        IGNORE
    }

    /** Where a source's rows come from. */
    public sealed interface Origin {
        /** How it is read when it has changed. */
        Load load();
    }

    /** How a changed origin is read. */
    public enum Load {
        /** Only what was not seen before, added to what is there. */
        APPEND,
        /** Everything, in place of what is there. */
        FULL
    }

    /** Formats of files. Plain, gzip and zstd are told apart by the file's name: {@code .gz}, {@code .zst}. */
    public enum Format {
        JSON_LINES("jsonl", ".jsonl .ndjson .json"),
        CSV("csv", ".csv"),
        PARQUET("parquet", ".parquet"),
        AVRO("avro", ".avro"),
        ORC("orc", ".orc");

        /** Endings of names that tell the format, for messages. */
        public static final String ENDINGS = ".jsonl, .ndjson, .json, .csv, .parquet, .avro or .orc";

        private final String text;
        private final String endings;

        /** @param endings of names, with a space between them */
        Format(String text, String endings) {
            this.text = text;
            this.endings = endings;
        }

        /** As project files and the command line say it. */
        public String text() {
            return text;
        }

        /** The format that a file's name tells, before {@code .gz} and {@code .zst}; empty if it tells none. */
        public static Optional<Format> ofName(String name) {
            String plain = name.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|zst)$", "");
            return Stream.of(values())
                    .filter(format -> Stream.of(format.endings.split(" ")).anyMatch(plain::endsWith))
                    .findFirst();
        }

        /** Whether its files may be packed as a whole; the others pack what is in them. */
        public boolean isText() {
            return this == JSON_LINES || this == CSV;
        }
    }

    /**
     * Files that match a glob.
     *
     * @param path a folder, file or glob ({@code *}, {@code **}, {@code ?}), absolute or relative to the project's root, variables filled in
     */
    public record Files(String path, Format format, Load load) implements Origin {
        public Files {
            Objects.requireNonNull(path, "path");
        }
    }

    /**
     * A table or query of a SQL database over JDBC.
     *
     * @param connection a name under {@code connections:} of {@code daybreak.yaml}
     * @param table a table's name; null if there is a query
     * @param query a SELECT; null if there is a table
     * @param cursor the column that only grows; null for a full load. Rows at the last value seen are read again, so that rows
     *     which arrive later with an equal cursor are not lost
     * @param keys the columns that tell rows apart, for incremental loads; empty: the whole row
     */
    public record Database(String connection, String table, String query, String cursor, List<String> keys)
            implements Origin {
        public Database {
            Objects.requireNonNull(connection, "connection");
            keys = List.copyOf(keys);
        }

        @Override
        public Load load() {
            return cursor == null ? Load.FULL : Load.APPEND;
        }
    }

    public SourceAsset {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(about, "about");
        Objects.requireNonNull(reads, "reads");
        Objects.requireNonNull(columns, "columns");
        Objects.requireNonNull(layoutTime, "layoutTime");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(layout, "layout");
        Objects.requireNonNull(horizon, "horizon");
        clustering = List.copyOf(clustering);
        checks = List.copyOf(checks);
    }

    @Override
    public Optional<TimePartition> timePartition() {
        return Optional.empty();
    }

    @Override
    public List<Input> declaredInputs() {
        return List.of();
    }

    @Override
    public SortedMap<String, String> definition() {
        SortedMap<String, String> parts = new TreeMap<>();
        parts.put("origin", reads.toString());
        parts.put("columns", TableAsset.text(columns));
        parts.put("partition", layoutTime.map(TimePartition::column).orElse("") + clustering);
        parts.put("bad_records", badRecords + " " + newColumns);
        parts.put("checks", TableAsset.text(checks));
        return parts;
    }
}
