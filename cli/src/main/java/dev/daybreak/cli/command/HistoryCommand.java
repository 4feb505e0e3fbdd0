package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.TextTable;
import dev.daybreak.cli.console.Words;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.orchestration.auditlog.AuditEntry;
import dev.daybreak.orchestration.history.MaterializationRecord;
import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.project.Graph;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalText;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "history",
        description = "List the latest runs, what an asset's table went through, or who changed what by hand.",
        footer = {"", "Example: daybreak history features.user_days"})
final class HistoryCommand extends ProjectCommand {
    @Parameters(arity = "0..1", paramLabel = "ASSET", description = "Its name. Default: runs are listed.")
    private String name;

    @Option(names = "--most", paramLabel = "N", description = "Lines at most. Default: 30.", order = 1)
    private int most = 30;

    @Option(
            names = "--changes",
            description =
                    "What people changed: tables put back and tagged, pipelines paused and resumed, runs cancelled.",
            order = 2)
    private boolean changes;

    @Override
    int run(Workspace workspace, Output output) {
        Bounds.requireAtLeast("--most", most, 1);
        if (changes) {
            changes(workspace, output);
        } else if (name == null) {
            runs(workspace, output);
        } else {
            asset(workspace, Assets.find(workspace.graph(), name), output);
        }
        return 0;
    }

    private void runs(Workspace workspace, Output output) {
        List<RunRecord> runs = workspace.history().runs(most);
        Map<String, Instant> expected = workspace.expectedEnds().all();
        TextTable table = new TextTable("RUN", "KIND", "STATE", "STARTED", "SECONDS", "EXPECTED END", "STEPS", "WHAT");
        for (RunRecord run : runs) {
            Instant end = expected.get(run.id());
            table.row(
                    run.id(),
                    run.kind(),
                    run.state(),
                    run.started(),
                    seconds(run),
                    end,
                    Words.counts(run.steps()),
                    run.words());
        }
        output.line(runs.isEmpty() ? "No run yet." : table.toString());
        output.document(Map.of(
                "runs",
                runs.stream().map(run -> value(run, expected.get(run.id()))).toList()));
    }

    private static Object seconds(RunRecord run) {
        return run.ended()
                .map(end -> (end.toEpochMilli() - run.started().toEpochMilli()) / 1000.0)
                .orElse(null);
    }

    /** @param expected when a run at work will end; null if nothing tells */
    private static Map<String, Object> value(RunRecord run, Instant expected) {
        Map<String, Object> steps = new LinkedHashMap<>();
        for (StepState state : StepState.values()) {
            steps.put(state.toString(), run.steps().getOrDefault(state, 0));
        }
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("run", run.id());
        value.put("kind", run.kind());
        value.put("outcome", run.state().toString());
        value.put("started", run.started().toString());
        value.put("seconds", seconds(run));
        value.put("expected_end", expected == null ? null : expected.toString());
        value.put("steps", steps);
        value.put("request", run.words());
        value.put("by", run.by());
        return value;
    }

    private void changes(Workspace workspace, Output output) {
        List<AuditEntry> entries = workspace.auditLog().latest(most);
        TextTable table = new TextTable("AT", "WHO", "CHANGE", "OF", "WHY");
        entries.forEach(entry -> table.row(entry.at(), entry.who(), entry.action(), entry.subject(), entry.why()));
        output.line(entries.isEmpty() ? "Nobody changed anything by hand." : table.toString());
        output.document(Map.of(
                "changes",
                entries.stream()
                        .map(entry -> Output.fields(
                                "at", entry.at().toString(),
                                "who", entry.who(),
                                "action", entry.action(),
                                "subject", entry.subject(),
                                "why", entry.why()))
                        .toList()));
    }

    private void asset(Workspace workspace, Graph.Node node, Output output) {
        Optional<LakeTable> lakeTable = workspace.lake().find(node.key());
        List<LakeTable.SnapshotEntry> putBack =
                lakeTable.map(LakeTable::putBack).orElse(List.of());
        List<LakeTable.SnapshotEntry> snapshots = lakeTable.stream()
                .flatMap(table -> Stream.of(putBack, table.history(), table.onlyTagged()))
                .flatMap(List::stream)
                .distinct()
                .limit(most)
                .toList();
        Map<Long, String> tags = new HashMap<>();
        lakeTable
                .map(LakeTable::tags)
                .orElseGet(TreeMap::new)
                .forEach((tag, snapshot) -> tags.merge(snapshot, tag, (one, other) -> one + ", " + other));
        TextTable table = new TextTable("SNAPSHOT", "TAGS", "AT", "OPERATION", "ADDED ROWS", "RUN", "STEP", "NOW");
        for (LakeTable.SnapshotEntry entry : snapshots) {
            table.row(
                    entry.snapshot(),
                    tags.get(entry.snapshot()),
                    entry.at(),
                    entry.operation(),
                    entry.summary().getOrDefault("added-records", "0"),
                    entry.summary().get("daybreak.run"),
                    entry.summary().get("daybreak.step"),
                    putBack.contains(entry) ? "put back" : null);
        }
        List<MaterializationRecord> records = workspace.history().materializations(node.key(), most);
        TextTable published = new TextTable("PARTITION", "ROWS", "PUBLISHED", "UNDONE", "RUN", "FINGERPRINT");
        for (MaterializationRecord record : records) {
            published.row(
                    IntervalText.of(record.interval(), workspace.settings().zone()),
                    record.rows(),
                    record.published(),
                    record.undone().orElse(null),
                    record.run(),
                    record.fingerprint().hash());
        }
        output.line(records.isEmpty() ? node.key() + " was never published." : published.toString());
        if (!snapshots.isEmpty()) {
            output.line("\n" + table);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("asset", node.key().toString());
        document.put(
                "materializations", records.stream().map(HistoryCommand::value).toList());
        document.put(
                "snapshots",
                snapshots.stream()
                        .map(entry -> Output.fields(
                                "snapshot", entry.snapshot(),
                                "at", entry.at().toString(),
                                "operation", entry.operation(),
                                "tags", tags.get(entry.snapshot()),
                                "put_back", putBack.contains(entry),
                                "summary", entry.summary()))
                        .toList());
        output.document(document);
    }

    static Map<String, Object> value(MaterializationRecord record) {
        DataInterval interval = record.interval();
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("start", interval.isAll() ? null : interval.start().toString());
        value.put("end", interval.isAll() ? null : interval.end().toString());
        value.put("rows", record.rows());
        value.put("snapshot", record.snapshot().orElse(null));
        value.put("published", record.published().toString());
        value.put("undone", record.undone().map(Object::toString).orElse(null));
        value.put("run", record.run());
        value.put("fingerprint", record.fingerprint().hash());
        Map<String, Object> inputs = new LinkedHashMap<>();
        record.inputs().forEach((asset, snapshot) -> inputs.put(asset.toString(), snapshot));
        value.put("inputs", inputs);
        return value;
    }
}
