package dev.daybreak.project.asset;

import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.schema.Schema;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A SELECT with a name, that keeps no rows. Where an asset reads it, its text stands for it: what the view reads is then read by that
 * asset, for the asset's interval. What it publishes is a view in the catalog, for other programs.
 *
 * @param sql the user's text after the header, exactly as written; it names no interval
 * @param sqlPlace where the first character of {@code sql} stands in the file
 * @param declaredInputs how much of what it reads is read, whoever reads the view
 * @param columns the contract: the names and types that the text yields, which are never cast; empty if nothing is promised
 * @param dialect the engine whose SQL it is; empty if the text is portable
 */
public record ViewAsset(
        AssetKey key,
        About about,
        String sql,
        Place sqlPlace,
        List<Input> declaredInputs,
        Optional<Schema> columns,
        Optional<String> dialect)
        implements SqlAsset {
    public ViewAsset {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(about, "about");
        Objects.requireNonNull(sql, "sql");
        Objects.requireNonNull(sqlPlace, "sqlPlace");
        Objects.requireNonNull(columns, "columns");
        Objects.requireNonNull(dialect, "dialect");
        declaredInputs = List.copyOf(declaredInputs);
    }

    /** Empty: it has no partitions. */
    @Override
    public Optional<TimePartition> timePartition() {
        return Optional.empty();
    }

    /** None: it has no rows that could be held back. */
    @Override
    public List<CheckSpec> checks() {
        return List.of();
    }

    /** The parts of what the catalog's view says, other than the SQL text itself; how much is read is none of them. */
    @Override
    public SortedMap<String, String> definition() {
        SortedMap<String, String> parts = new TreeMap<>();
        parts.put("columns", columns.map(ViewAsset::described).orElse(""));
        parts.put("dialect", dialect.orElse(""));
        return parts;
    }

    /** Descriptions of columns are part of the catalog's view. */
    private static String described(Schema schema) {
        StringBuilder text = new StringBuilder(TableAsset.text(schema));
        schema.columns().forEach(column -> text.append('\n').append(column.description()));
        return text.toString();
    }
}
