package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.TextTable;
import dev.daybreak.cli.console.Words;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.lake.BranchEnd;
import dev.daybreak.lake.BranchEnd.Branched;
import dev.daybreak.orchestration.request.Request;
import dev.daybreak.orchestration.run.Runner;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.engine.EngineKind;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.plan.Planner;
import dev.daybreak.project.plan.PublishedState;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalText;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "plan",
        description = "Show for every partition whether it is missing, stale or done, and why.",
        footer = {"", "Example: daybreak plan +models.click_model --start 2023-01-01 --end 2023-02-01"})
final class PlanCommand extends ProjectCommand {
    private static final String SPARK = EngineKind.SPARK.toString();

    @Mixin
    private SampleOption sample;

    @Mixin
    private RangeOptions range;

    @Option(names = "--all", description = "List every partition; else neighbouring ones alike are put together.")
    private boolean all;

    @Override
    Optional<BigDecimal> sample() {
        return sample.percent();
    }

    @Override
    int run(Workspace workspace, Output output) {
        Runner runner = workspace.runner(1);
        runner.recover();
        PublishedState state = runner.state();
        Request request = range.request(workspace);
        List<PlannedPartition> plan = new Planner(workspace.graph()).plan(request.demand(state), state);
        ZoneId zone = workspace.settings().zone();
        boolean tellsEngine = plan.stream()
                .anyMatch(step -> engine(workspace, step).filter(SPARK::equals).isPresent());
        TextTable table = tellsEngine
                ? new TextTable("ASSET", "PARTITIONS", "COUNT", "ENGINE", "STATE", "WHY")
                : new TextTable("ASSET", "PARTITIONS", "COUNT", "STATE", "WHY");
        Instant now = workspace.store().now();
        for (List<PlannedPartition> alike :
                all ? plan.stream().map(List::of).toList() : alike(workspace, plan, zone, now)) {
            PlannedPartition first = alike.get(0);
            DataInterval span =
                    first.interval().span(alike.get(alike.size() - 1).interval());
            String words = IntervalText.of(span, zone);
            List<Object> cells = new ArrayList<>(List.of(first.asset(), words, alike.size()));
            if (tellsEngine) {
                cells.add(engine(workspace, first).orElse(""));
            }
            String partitions = alike.size() == 1 ? words : "each of " + words;
            cells.addAll(List.of(first.state(), reason(first, partitions, zone) + waits(workspace, first, now)));
            table.row(cells.toArray());
        }
        output.line(table.toString());
        long toDo = plan.stream().filter(PlannedPartition::isToDo).count();
        output.line("");
        output.line(toDo == 0 ? "Everything is up to date." : Words.count(toDo, "partition") + " to bring up to date.");
        List<Object> steps = plan.stream()
                .<Object>map(step -> tellsEngine ? valueWithEngine(workspace, step) : value(step))
                .toList();
        output.document(
                workspace.settings().environment().isProd()
                        ? Map.of("steps", steps)
                        : Output.fields("steps", steps, "differs", differs(workspace, output)));
        return 0;
    }

    /** Tells what of the environment at hand is not as in prod. */
    private static List<Map<String, Object>> differs(Workspace workspace, Output output) {
        String environment = workspace.settings().environment().name();
        Map<AssetKey, List<DataInterval>> published = new TreeMap<>();
        Map<AssetKey, Branched> branched = new TreeMap<>();
        try (BranchEnd branch = workspace.branchEnd()) {
            workspace.promotion(branch).published().forEach(one -> published.put(one.asset(), one.partitions()));
            branch.tables().stream()
                    .filter(table -> published.containsKey(table.table()))
                    .forEach(table -> branched.put(table.table(), table));
        }
        output.line("");
        if (published.isEmpty()) {
            output.line("Every table in '" + environment + "' is prod's.");
            return List.of();
        }
        TextTable table = new TextTable("OTHER THAN IN PROD", "PARTITIONS", "COUNT", "PROD MEANWHILE");
        List<Map<String, Object>> values = new ArrayList<>();
        published.forEach((asset, partitions) -> {
            DataInterval span = partitions.get(0).span(partitions.get(partitions.size() - 1));
            int missed = Optional.ofNullable(branched.get(asset))
                    .map(one -> one.missed().size())
                    .orElse(0);
            table.row(
                    asset,
                    IntervalText.of(span, workspace.settings().zone()),
                    partitions.size(),
                    missed == 0
                            ? "unchanged"
                            : "changed " + Words.count(missed, "time") + ", so it cannot be promoted");
            values.add(Output.fields("asset", asset.toString(), "partitions", partitions.size(), "missed", missed));
        });
        output.line(table.toString());
        return values;
    }

    /** Tells a step that will not begin yet, since the end of its interval is not long enough ago; else empty. */
    private static String waits(Workspace workspace, PlannedPartition partition, Instant now) {
        Optional<Instant> due = partition.isToDo()
                ? workspace.graph().node(partition.asset()).asset().about().notBefore(partition.interval())
                : Optional.empty();
        return due.filter(now::isBefore).map(time -> "; waits until " + time).orElse("");
    }

    /** What a partition's reason is where other words stand for the partition, so that it holds for its neighbours too. */
    private static String reason(PlannedPartition partition, String words, ZoneId zone) {
        return partition.interval().isAll()
                ? partition.reason()
                : partition.reason().replace(IntervalText.of(partition.interval(), zone), words);
    }

    private static List<List<PlannedPartition>> alike(
            Workspace workspace, List<PlannedPartition> plan, ZoneId zone, Instant now) {
        List<List<PlannedPartition>> groups = new ArrayList<>();
        for (PlannedPartition partition : plan) {
            List<PlannedPartition> group = groups.isEmpty() ? null : groups.get(groups.size() - 1);
            if (group == null
                    || !continues(group.get(group.size() - 1), partition, zone)
                    || !waits(workspace, partition, now).isEmpty()) {
                group = new ArrayList<>();
                groups.add(group);
            }
            group.add(partition);
        }
        return groups;
    }

    private static boolean continues(PlannedPartition last, PlannedPartition next, ZoneId zone) {
        return last.asset().equals(next.asset())
                && last.state() == next.state()
                && reason(last, "", zone).equals(reason(next, "", zone))
                && last.interval().end().equals(next.interval().start());
    }

    private static Optional<String> engine(Workspace workspace, PlannedPartition step) {
        return workspace.engine(workspace.graph().node(step.asset()).asset());
    }

    private static Map<String, Object> valueWithEngine(Workspace workspace, PlannedPartition step) {
        Map<String, Object> value = value(step);
        value.put("engine", engine(workspace, step).orElse(null));
        return value;
    }

    private static Map<String, Object> value(PlannedPartition partition) {
        Map<String, Object> value = new LinkedHashMap<>();
        boolean isAll = partition.interval().isAll();
        value.put("asset", partition.asset().toString());
        value.put("start", isAll ? null : partition.interval().start().toString());
        value.put("end", isAll ? null : partition.interval().end().toString());
        value.put("state", partition.state().toString());
        value.put("reason", partition.reason());
        return value;
    }
}
