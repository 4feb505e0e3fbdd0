package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.TextTable;
import dev.daybreak.cli.console.Words;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.run.Runner;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.plan.Demand;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalText;
import dev.daybreak.tables.Parity;
import dev.daybreak.tables.Parity.Comparison;
import dev.daybreak.tables.Parity.OnlyRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "parity",
        description = {
            "Compute SQL tables on DuckDB and on Spark, from the same snapshots of what they read, and compare types, rows and"
                    + " what the tables' checks say.",
            "Floats may differ by a billionth. Nothing is published. Exit status 1 if anything differs."
        },
        footer = {"", "Example: daybreak parity features.user_days --start 2023-01-01 --end 2023-01-08"})
final class ParityCommand extends ProjectCommand {
    private static final String SPARK = "spark";

    @Mixin
    private RangeOptions range;

    @Option(
            names = "--spark",
            paramLabel = "URL",
            description =
                    "A server of Spark, such as sc://host:15002. Default: the project's, else one that is started here.")
    private String url;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "Show at most so many different rows of each partition. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--parallel", paramLabel = "N", description = "Partitions at a time. Default: the machine's cores.")
    private int parallel = Runtime.getRuntime().availableProcessors();

    @Override
    Optional<String> engine() {
        return Optional.of(url == null ? SPARK : url);
    }

    @Override
    boolean usesEngine() {
        return true;
    }

    @Override
    int run(Workspace workspace, Output output) {
        Bounds.requireAtLeast("--limit", limit, 0);
        Bounds.requireAtLeast("--parallel", parallel, 1);
        Runner runner = workspace.runner(1);
        runner.recover();
        Demand demand = range.request(workspace).demand(runner.state());
        List<Graph.Node> tables = workspace.graph().nodes().stream()
                .filter(node -> demand.assets().contains(node.key()))
                .filter(node -> node.asset() instanceof TableAsset)
                .toList();
        if (tables.isEmpty()) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot compare engines: no SQL table is selected.",
                    "Name one, or leave the selection out for all of them.");
        }
        List<Map<String, Object>> found = new ArrayList<>();
        int different = 0;
        try (SideBySide<Parity, Comparison> comparisons =
                new SideBySide<>(workspace::parity, Parity::close, parallel)) {
            for (Graph.Node node : tables) {
                Optional<String> dialect = ((TableAsset) node.asset()).dialect();
                if (dialect.isPresent()) {
                    output.line(node.key() + " is left out: its dialect is " + dialect.get());
                } else {
                    together(demand.partitions(node.key()), ((TableAsset) node.asset()).batch())
                            .forEach(neighbours -> comparisons.add(parity ->
                                    parity.compare(node, neighbours.get(0), neighbours.get(neighbours.size() - 1))));
                }
            }
            for (Comparison comparison = comparisons.next(); comparison != null; comparison = comparisons.next()) {
                different += comparison.isSame() ? 0 : 1;
                show(comparison, workspace, output);
                found.add(value(comparison));
            }
        }
        output.line("");
        output.line(
                different == 0
                        ? Words.count(found.size(), "partition") + ", all the same on both engines."
                        : different + " of " + Words.count(found.size(), "partition")
                                + (different == 1 ? " differs." : " differ."));
        output.document(Output.fields("same", different == 0, "partitions", found));
        return different == 0 ? 0 : 1;
    }

    /** Neighbouring partitions are computed at once, as many as a run would. */
    private static List<List<DataInterval>> together(Collection<DataInterval> partitions, int batch) {
        List<List<DataInterval>> stretches = new ArrayList<>();
        for (DataInterval partition : partitions) {
            List<DataInterval> last = stretches.isEmpty() ? List.of() : stretches.get(stretches.size() - 1);
            boolean goesOn = !last.isEmpty()
                    && last.size() < batch
                    && last.get(last.size() - 1).end().equals(partition.start());
            if (goesOn) {
                last.add(partition);
            } else {
                stretches.add(new ArrayList<>(List.of(partition)));
            }
        }
        return stretches;
    }

    private void show(Comparison comparison, Workspace workspace, Output output) {
        String rows = comparison.rows().values().stream()
                .distinct()
                .map(count -> Words.count(count, "row"))
                .reduce((one, other) -> one + " and " + other)
                .orElse("");
        output.line(comparison.asset() + " for "
                + IntervalText.of(comparison.interval(), workspace.settings().zone()) + ": "
                + (comparison.isSame() ? "same, " : "different, ") + rows
                + (comparison.checks() == 0 ? "" : ", " + Words.count(comparison.checks(), "check")));
        comparison.problems().forEach(problem -> output.line("  " + problem));
        List<OnlyRow> only = comparison.only();
        if (only.isEmpty()) {
            return;
        }
        List<OnlyRow> shown = only.subList(0, Math.min(limit, only.size()));
        TextTable table = new TextTable(Stream.concat(Stream.of("ONLY ON"), only.get(0).values().keySet().stream())
                .toList());
        shown.forEach(row -> table.row(Stream.concat(
                        Stream.of(row.engine()),
                        row.values().values().stream().map(Cells::plain).map(Cells::text))
                .toArray()));
        output.line(table.toString());
        if (shown.size() < only.size()) {
            output.line("and " + (only.size() - shown.size()) + " more: --limit shows more of them");
        }
    }

    private Map<String, Object> value(Comparison comparison) {
        DataInterval interval = comparison.interval();
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("asset", comparison.asset().toString());
        value.put("start", interval.isAll() ? null : interval.start().toString());
        value.put("end", interval.isAll() ? null : interval.end().toString());
        value.put("same", comparison.isSame());
        value.put("rows", comparison.rows());
        value.put("checks", comparison.checks());
        value.put("problems", comparison.problems());
        value.put("different", comparison.only().size());
        value.put(
                "only",
                comparison.only().stream()
                        .limit(limit)
                        .map(row -> Output.fields("engine", row.engine(), "row", Cells.plain(row.values())))
                        .toList());
        return value;
    }
}
