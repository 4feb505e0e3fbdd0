package dev.daybreak.cli.workspace;

import dev.daybreak.lake.LakeTable;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.sql.query.QueryAnalysis;
import dev.daybreak.sql.query.Tables;
import dev.daybreak.sql.text.TimeTravel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a query of somebody can read: tables as the lake has them, in the versions that are asked for, and the project's views. Thread-safe. */
final class ReadableTables implements Tables {
    private static final int LISTED = 8;

    private final Workspace workspace;
    private final Map<AssetKey, String> versions;

    private ReadableTables(Workspace workspace, Map<AssetKey, String> versions) {
        this.workspace = workspace;
        this.versions = versions;
    }

    /** @param sql whose tables may carry versions */
    static ReadableTables of(Workspace workspace, String sql) {
        Map<AssetKey, String> versions = new LinkedHashMap<>();
        TimeTravel.of(sql)
                .versions()
                .forEach(version -> versions.put(version.reference().asset(), version.version()));
        return new ReadableTables(workspace, versions);
    }

    @Override
    public Optional<QueryAnalysis> find(AssetKey key) {
        if (LakeQuery.isView(workspace, key)) {
            return Optional.ofNullable(workspace.analysis().queries().get(key));
        }
        return workspace.lake().find(key).map(this::columns).or(() -> unpublished(key));
    }

    /** Reading it tells that it was never published, which says more than that there is none. */
    private Optional<QueryAnalysis> unpublished(AssetKey key) {
        return Optional.ofNullable(workspace.analysis().queries().get(key));
    }

    private QueryAnalysis columns(LakeTable table) {
        String version = versions.get(table.key());
        if (version == null) {
            return QueryAnalysis.declared(table.schema());
        }
        long snapshot =
                TableVersion.snapshot(table, version, "@", workspace.settings().zone());
        Schema then = table.pin(
                        Optional.of(snapshot),
                        DataInterval.ALL,
                        workspace.settings().zone())
                .relation()
                .schema();
        return QueryAnalysis.declared(then);
    }

    @Override
    public Missing missing(String name) {
        List<String> names = List.copyOf(named().keySet());
        String listed = String.join(", ", names.subList(0, Math.min(LISTED, names.size())));
        String more = names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "";
        String hint = names.stream()
                .filter(known -> known.substring(known.indexOf('.') + 1).equalsIgnoreCase(name))
                .findFirst()
                .map(near -> " Did you mean '" + near + "'?")
                .orElseGet(() -> NearestName.hint(name, names));
        return new Missing(
                "Cannot find table '" + name + "'." + hint, names.isEmpty() ? "" : "There are " + listed + more + ".");
    }

    /** All that is there now, with columns, by name. */
    Map<String, List<String>> named() {
        Map<String, List<String>> named = new TreeMap<>();
        for (AssetKey key : workspace.lake().tables()) {
            workspace
                    .lake()
                    .find(key)
                    .ifPresent(table -> named.put(key.toString(), table.schema().names()));
        }
        for (ViewAsset view : workspace.project().views()) {
            Optional<QueryAnalysis> query =
                    Optional.ofNullable(workspace.analysis().queries().get(view.key()));
            List<String> columns = view.columns()
                    .map(Schema::columns)
                    .map(list -> list.stream().map(Column::name).toList())
                    .or(() -> query.map(QueryAnalysis::names))
                    .orElse(List.of());
            named.put(view.key().toString(), new ArrayList<>(columns));
        }
        return named;
    }
}
