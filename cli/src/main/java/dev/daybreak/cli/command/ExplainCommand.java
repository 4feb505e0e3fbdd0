package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.TextTable;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.engine.QueryPlan;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalText;
import dev.daybreak.tables.Explanation;
import dev.daybreak.tables.Explanation.InputReads;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = {
            "Tell how an engine would compute a SQL table: the files that are opened, the columns and filters that reach them,"
                    + " and the engine's plan.",
            "Nothing is computed. It is about the newest partition in the range."
        },
        footer = {"", "Example: daybreak explain features.user_days --engine spark --end 2023-01-08"})
final class ExplainCommand extends ProjectCommand {
    @Mixin
    private EngineOption engine;

    @Parameters(paramLabel = "ASSET", description = "A SQL table's name.")
    private String name;

    @Option(
            names = "--start",
            paramLabel = "TIME",
            description = "First partition, a date or date and time. Default: the project's start.",
            order = 1)
    private String start;

    @Option(
            names = "--end",
            paramLabel = "TIME",
            description = "End of the last partition, exclusive. Default: the project's end, or now.",
            order = 2)
    private String end;

    @Override
    boolean usesEngine() {
        return true;
    }

    @Override
    Optional<String> engine() {
        return engine.engine();
    }

    @Override
    int run(Workspace workspace, Output output) {
        Graph.Node node = Assets.find(workspace.graph(), name);
        Assets.refuseView(node, "explain '" + node.key() + "'", "Name a table that reads it.");
        if (!(node.asset() instanceof TableAsset)) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot explain '" + node.key() + "': it is no SQL table.",
                    "Name a table under assets/ that is a .sql file.");
        }
        Explanation explanation = workspace.explaining().explain(node, partition(workspace, node));
        print(explanation, workspace, output);
        output.document(document(explanation));
        return 0;
    }

    private DataInterval partition(Workspace workspace, Graph.Node node) {
        SortedSet<DataInterval> partitions = workspace
                .requests()
                .ofRange(List.of(node.key().toString()), start, end)
                .demand(workspace.runner(1).state())
                .partitions(node.key());
        if (partitions.isEmpty()) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot explain '" + node.key() + "': no partition of it lies in the range.",
                    "Choose another with --start and --end.");
        }
        return partitions.last();
    }

    private static void print(Explanation explanation, Workspace workspace, Output output) {
        output.line(explanation.asset() + " for "
                + IntervalText.of(explanation.interval(), workspace.settings().zone()) + " on " + explanation.engine());
        TextTable files = new TextTable("INPUT", "SNAPSHOT", "FILES", "OPENED", "ROWS IN THEM");
        TextTable reads = new TextTable("INPUT", "COLUMNS READ", "PUSHED FILTERS");
        for (InputReads input : explanation.inputs()) {
            files.row(
                    input.asset(),
                    input.snapshot().map(String::valueOf).orElse("never published"),
                    input.all().files(),
                    input.opened().files(),
                    input.opened().rows());
            for (QueryPlan.Read read : input.reads()) {
                reads.row(input.asset(), text(read.columns()), text(read.filters()));
            }
            if (input.reads().isEmpty()) {
                reads.row(input.asset(), "none", "none");
            }
        }
        if (!files.isEmpty()) {
            output.line("\n" + files);
            output.line("\n" + reads);
        }
        output.line("\n" + explanation.plan());
    }

    private static String text(List<String> words) {
        return words.isEmpty() ? "none" : String.join(", ", words);
    }

    private static Map<String, Object> document(Explanation explanation) {
        DataInterval interval = explanation.interval();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("asset", explanation.asset().toString());
        document.put("start", interval.isAll() ? null : interval.start().toString());
        document.put("end", interval.isAll() ? null : interval.end().toString());
        document.put("engine", explanation.engine());
        document.put("inputs", list(explanation.inputs(), ExplainCommand::value));
        document.put("plan", explanation.plan());
        return document;
    }

    private static Map<String, Object> value(InputReads input) {
        return Output.fields(
                "asset", input.asset().toString(),
                "snapshot", input.snapshot().orElse(null),
                "files", input.all().files(),
                "rows", input.all().rows(),
                "files_opened", input.opened().files(),
                "rows_opened", input.opened().rows(),
                "reads",
                        list(
                                input.reads(),
                                read -> Output.fields("columns", read.columns(), "filters", read.filters())));
    }

    private static <T> List<Map<String, Object>> list(List<T> values, Function<T, Map<String, Object>> value) {
        return values.stream().map(value).collect(Collectors.toList());
    }
}
