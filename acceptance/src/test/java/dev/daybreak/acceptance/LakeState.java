package dev.daybreak.acceptance;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.Opening;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.models.registry.ModelVersion;
import dev.daybreak.models.registry.Promotion;
import dev.daybreak.models.registry.Registry;
import dev.daybreak.project.asset.AssetKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a project's lake and registry hold, so that two of them can be compared: every row of every table, whatever its
 * order, without the time of ingestion; and what must never be there.
 *
 * @param rows a hash and count of all rows, by table
 * @param faults step keys with two snapshots, versions without artifact, production without a record; must be empty
 * @param models what is in production
 */
record LakeState(SortedMap<String, String> rows, List<String> faults, List<String> models) {
    static LakeState of(Path project) {
        SortedMap<String, String> rows = new TreeMap<>();
        List<String> faults = new ArrayList<>();
        List<String> models = new ArrayList<>();
        try (Workspace workspace = Workspace.open(Opening.of(project, Map.of()), new Output(false));
                Session session = workspace.engine().open(workspace.settings().zone())) {
            for (AssetKey key : workspace.lake().tables()) {
                LakeTable table = workspace.lake().find(key).orElseThrow();
                rows.put(key.toString(), contents(workspace, session, table));
                faults.addAll(repeatedSteps(table));
                table.orphans().forEach(file -> faults.add("orphan " + file));
            }
            for (String model : workspace.registry().names()) {
                models(workspace, model, models, faults);
            }
        }
        return new LakeState(rows, faults, models);
    }

    private static String contents(Workspace workspace, Session session, LakeTable table) {
        List<String> columns = table.schema().names().stream()
                .filter(name -> !name.equalsIgnoreCase("_ingested_at") && !name.equalsIgnoreCase("ingested_at"))
                .map(name -> "\"" + name + "\"")
                .toList();
        String sql = "SELECT COUNT(*), SUM(CAST(hash(" + String.join(", ", columns) + ") % 1000000007 AS BIGINT)) FROM "
                + table.key();
        try (Rows result = workspace.query(sql).run(session)) {
            result.next();
            return result.value(0) + " rows, hash " + result.value(1);
        }
    }

    private static List<String> repeatedSteps(LakeTable table) {
        List<String> steps = table.history().stream()
                .map(entry -> entry.summary().get("daybreak.step"))
                .toList();
        return steps.stream()
                .filter(step -> steps.indexOf(step) != steps.lastIndexOf(step))
                .map(step -> table.key() + " has two snapshots of step " + step)
                .distinct()
                .toList();
    }

    private static void models(Workspace workspace, String model, List<String> models, List<String> faults) {
        Registry registry = workspace.registry();
        for (ModelVersion version : registry.versions(model)) {
            if (!Files.exists(workspace.settings().state().resolve(version.artifact()))) {
                faults.add(model + " version " + version.version() + " has no artifact");
            }
            models.add(model + " for " + version.interval() + ": " + version.outcome() + " " + version.metrics());
        }
        OptionalInt production = registry.productionVersion(model);
        List<Promotion> log = registry.log(model);
        boolean recorded = production.isEmpty()
                ? log.isEmpty()
                : log.stream().anyMatch(move -> move.to() == production.getAsInt());
        if (!recorded) {
            faults.add(model + " has version " + production + " in production without a record");
        }
    }
}
