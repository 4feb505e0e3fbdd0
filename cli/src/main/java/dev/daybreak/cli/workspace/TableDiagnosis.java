package dev.daybreak.cli.workspace;

import dev.daybreak.cli.workspace.Diagnosis.Finding;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.MaintenanceReport;
import dev.daybreak.models.registry.Registry;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.sql.analysis.Analysis;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which tables are out of order, and why. */
final class TableDiagnosis implements Upkeep.Listener {
    /** From so many files that need not be opened on, and of so many deletes, snapshots or orphans, a table needs maintenance. */
    private static final int MANY = 100;

    private static final int MANY_DELETES = 10;

    private final List<Finding> findings = new ArrayList<>();
    private int inOrder;

    private TableDiagnosis() {}

    /** Nothing if the project cannot be read or its store or lake cannot be opened, which others tell. */
    static List<Finding> of(ProjectFiles files) {
        Optional<Graph> graph = files.analysis().flatMap(Analysis::graph);
        if (files.hasErrors() || files.project().isEmpty() || graph.isEmpty()) {
            return List.of();
        }
        Settings settings = files.project().get().settings();
        if (!Files.isDirectory(settings.lake().folder())) {
            return List.of();
        }
        TableDiagnosis diagnosis = new TableDiagnosis();
        try (Store store = Store.open(settings);
                Lake lake = Lake.open(settings.lake())) {
            Upkeep upkeep = new Upkeep(graph.get(), lake, store, new Registry(store), settings);
            List<AssetKey> tables = upkeep.tables(
                    graph.get().nodes().stream().map(Graph.Node::key).collect(Collectors.toSet()));
            upkeep.look(tables, diagnosis);
            tables.forEach(table -> diagnosis.partitions(table, lake));
        } catch (DaybreakException away) {
            return diagnosis.findings;
        }
        if (diagnosis.inOrder > 0) {
            diagnosis.findings.add(new Finding("tables", true, diagnosis.inOrder + " in order", ""));
        }
        return diagnosis.findings;
    }

    private void partitions(AssetKey table, Lake lake) {
        try {
            lake.find(table)
                    .map(LakeTable::partitionWarnings)
                    .orElse(List.of())
                    .forEach(warning -> findings.add(new Finding(
                            "table " + table,
                            false,
                            warning,
                            "Change 'partition' of '" + table + "', and run it again.")));
        } catch (DaybreakException unreadable) {
            // The look at the table has told it.
        }
    }

    @Override
    public void accept(MaintenanceReport report) {
        List<String> why = new ArrayList<>();
        if (report.requestsSaved() >= MANY) {
            why.add(String.format(
                    Locale.ROOT,
                    "%,d small files that could be %,d",
                    report.rewritten(),
                    report.rewritten()
                            - (report.before().files() - report.after().files())));
        }
        if (report.reordered() >= MANY) {
            why.add(String.format(
                    Locale.ROOT, "%,d files whose rows do not lie in the table's order", report.reordered()));
        }
        if (report.foldedDeletes() >= MANY_DELETES) {
            why.add(report.foldedDeletes() + " files of deletes that every read applies");
        }
        if (report.snapshotsExpired() >= MANY) {
            why.add(String.format(Locale.ROOT, "%,d snapshots that may go", report.snapshotsExpired()));
        }
        if (report.orphans() >= MANY) {
            why.add(String.format(Locale.ROOT, "%,d files that nothing refers to", report.orphans()));
        }
        if (why.isEmpty()) {
            inOrder++;
        } else {
            findings.add(new Finding(
                    "table " + report.table(),
                    false,
                    "needs maintenance: " + String.join(", ", why),
                    "Run 'daybreak maintain " + report.table()
                            + "', or say when 'serve' is to do so: maintain: {schedule:"
                            + " '0 3 * * *'} in daybreak.yaml."));
        }
    }

    @Override
    public void failed(AssetKey table, DaybreakException failure) {
        findings.add(new Finding("table " + table, false, failure.getMessage(), failure.mend()));
    }
}
