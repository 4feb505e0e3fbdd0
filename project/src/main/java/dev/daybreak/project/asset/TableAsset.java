package dev.daybreak.project.asset;

import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.engine.EngineKind;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.Schema;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A table computed by one SELECT.
 *
 * @param sql the user's text after the header, exactly as written
 * @param sqlPlace where the first character of {@code sql} stands in the file
 * @param format of the files of its table; no part of the definition, since the rows are the same in each
 * @param layout no part of the definition, since the rows are the same whatever it says
 * @param batch how many neighbouring partitions one execution of the SELECT may cover; 1 unless the author says that the
 *     text gives the same rows for a longer interval
 * @param write what becomes of the rows that are there
 * @param columns the contract of the output; empty if the engine's own types are taken
 * @param dialect the engine whose SQL it is; empty if the text is portable
 * @param engine what computes it and its checks; empty: what computes the rest of the project
 * @param salt how a distributed engine spreads a join; no part of the definition, since the rows are the same without it
 */
public record TableAsset(
        AssetKey key,
        About about,
        String sql,
        Place sqlPlace,
        Optional<TimePartition> timePartition,
        List<Clustering> clustering,
        TableFormat format,
        FileLayout layout,
        LateData lateData,
        int batch,
        WriteMode write,
        List<Input> declaredInputs,
        Optional<Schema> columns,
        Optional<String> dialect,
        Optional<EngineKind> engine,
        Optional<Salt> salt,
        List<CheckSpec> checks)
        implements SqlAsset {
    public TableAsset {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(about, "about");
        Objects.requireNonNull(sql, "sql");
        Objects.requireNonNull(sqlPlace, "sqlPlace");
        Objects.requireNonNull(timePartition, "timePartition");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(layout, "layout");
        Objects.requireNonNull(lateData, "lateData");
        Objects.requireNonNull(write, "write");
        Objects.requireNonNull(columns, "columns");
        Objects.requireNonNull(dialect, "dialect");
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(salt, "salt");
        clustering = List.copyOf(clustering);
        declaredInputs = List.copyOf(declaredInputs);
        checks = List.copyOf(checks);
        if (batch < 1) {
            throw new IllegalArgumentException("Invalid batch " + batch + ": must be at least 1");
        }
    }

    /** One that replaces the rows of an interval, in Parquet files. */
    public TableAsset(
            AssetKey key,
            About about,
            String sql,
            Place sqlPlace,
            Optional<TimePartition> timePartition,
            List<Clustering> clustering,
            FileLayout layout,
            LateData lateData,
            int batch,
            List<Input> declaredInputs,
            Optional<Schema> columns,
            Optional<String> dialect,
            Optional<EngineKind> engine,
            Optional<Salt> salt,
            List<CheckSpec> checks) {
        this(
                key,
                about,
                sql,
                sqlPlace,
                timePartition,
                clustering,
                TableFormat.PARQUET,
                layout,
                lateData,
                batch,
                new WriteMode.Overwrite(),
                declaredInputs,
                columns,
                dialect,
                engine,
                salt,
                checks);
    }

    @Override
    public boolean isInOrder() {
        return write.isInOrder();
    }

    /** Columns that the table has besides those that the SELECT yields. */
    public List<Column> added(List<Column> yielded) {
        return write.added(timePartition.isPresent(), yielded);
    }

    /** The parts other than the SQL text itself, which the SQL analysis adds with white space and comments taken out. */
    @Override
    public SortedMap<String, String> definition() {
        SortedMap<String, String> parts = new TreeMap<>();
        parts.put("partition", timePartition.map(TimePartition::toString).orElse("") + clustering);
        parts.put("columns", columns.map(TableAsset::text).orElse(""));
        parts.put("checks", text(checks));
        // Left out where it is the default, so that what was published before there were modes is not stale.
        if (!write.text().isEmpty()) {
            parts.put("write", write.text());
        }
        return parts;
    }

    static String text(Schema schema) {
        StringBuilder text = new StringBuilder();
        for (Column column : schema.columns()) {
            text.append(column.name()).append(' ').append(column.type()).append(column.required() ? " required;" : ";");
        }
        return text.toString();
    }

    static String text(List<CheckSpec> checks) {
        StringBuilder text = new StringBuilder();
        for (CheckSpec check : checks) {
            text.append(check.expectation())
                    .append(new TreeMap<>(check.arguments()))
                    .append(check.severity())
                    .append(';');
        }
        return text.toString();
    }
}
