package dev.daybreak.lineage.sensitive;

import dev.daybreak.project.Project;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.asset.SqlAsset;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.sql.analysis.Analysis;
import dev.daybreak.sql.query.ColumnId;
import dev.daybreak.sql.query.OutputColumn;
import dev.daybreak.sql.query.QueryAnalysis;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which columns hold what tells of a person: those whose contract is tagged {@value #TAG}, and those whose values are copied or computed from such.
 * A column that only decides which rows there are makes no other sensitive. Where it cannot be told what a column comes from, it counts as
 * sensitive if anything that the text reads is. Immutable.
 */
public final class SensitiveColumns {
    /** The tag of a column in a contract. */
    public static final String TAG = "pii";

    /** The columns of each asset of the project that has rows, in lower case. */
    private final Map<AssetKey, Set<String>> known = new HashMap<>();

    private final Map<AssetKey, Set<String>> sensitive = new HashMap<>();

    private SensitiveColumns() {}

    public static SensitiveColumns of(Project project, Analysis analysis) {
        Map<AssetKey, Asset> assets = new HashMap<>();
        project.assets().forEach(asset -> assets.put(asset.key(), asset));
        SensitiveColumns columns = new SensitiveColumns();
        analysis.queries().forEach((key, query) -> columns.add(assets.get(key), key, query, analysis));
        return columns;
    }

    private void add(Asset asset, AssetKey key, QueryAnalysis query, Analysis analysis) {
        Set<String> names = new HashSet<>();
        query.names().forEach(name -> names.add(folded(name)));
        Set<String> found = new HashSet<>();
        for (Column column : contract(asset).map(Schema::columns).orElse(List.of())) {
            names.add(folded(column.name()));
            if (column.tags().contains(TAG)) {
                found.add(folded(column.name()));
                column.was().ifPresent(was -> found.add(folded(was)));
            }
        }
        boolean isBlind = asset instanceof SqlAsset && !tellsOrigins(query) && readsSensitive(key, analysis);
        if (isBlind) {
            found.addAll(names);
        }
        for (OutputColumn column : query.columns()) {
            if (column.direct().stream().anyMatch(this::isSensitive)) {
                found.add(folded(column.name()));
            }
        }
        known.put(key, names);
        sensitive.put(key, found);
    }

    private static Optional<Schema> contract(Asset asset) {
        if (asset instanceof SourceAsset source) {
            return Optional.of(source.columns());
        }
        return asset instanceof SqlAsset text ? text.columns() : Optional.empty();
    }

    private static boolean tellsOrigins(QueryAnalysis query) {
        return query.isComplete()
                && query.columns().stream()
                        .anyMatch(column ->
                                !column.direct().isEmpty() || !column.indirect().isEmpty());
    }

    private boolean readsSensitive(AssetKey key, Analysis analysis) {
        return analysis.graph()
                .flatMap(graph -> graph.find(key))
                .map(node -> node.upstream().stream().anyMatch(this::holdsAny))
                .orElse(true);
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Whether the project has any. */
    public boolean isEmpty() {
        return sensitive.values().stream().allMatch(Set::isEmpty);
    }

    /** Whether values of a column must be hidden. One that its asset's definition has not (any more) must if any of the asset's must. */
    public boolean isSensitive(ColumnId column) {
        String name = folded(column.column());
        Set<String> names = known.get(column.asset());
        boolean isKnown = names != null && names.contains(name);
        boolean isTold =
                isKnown || sensitive.getOrDefault(column.asset(), Set.of()).contains(name);
        return isTold ? sensitive.getOrDefault(column.asset(), Set.of()).contains(name) : holdsAny(column.asset());
    }

    /** Whether anything of a table must be hidden. One that the project does not define, such as that for bad records, must if the project has any. */
    public boolean holdsAny(AssetKey table) {
        Set<String> found = sensitive.get(table);
        return found == null ? !isEmpty() : !found.isEmpty();
    }
}
