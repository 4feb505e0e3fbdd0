package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.TextTable;
import dev.daybreak.cli.console.Words;
import dev.daybreak.cli.workspace.Opening;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.engine.Session;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.project.Environment;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.load.Variant;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.tables.TableDiff;
import dev.daybreak.tables.TableDiff.Distribution;
import dev.daybreak.tables.TableDiff.OnlyRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "diff",
        description = {
            "Compare what two environments hold of a table: columns, rows and how values are distributed.",
            "Counts of different values are estimates. Exit status 0 whether they differ or not."
        },
        footer = {"", "Example: daybreak diff prod staging features.user_days"})
final class DiffCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "One of the two, such as prod.")
    private String one;

    @Parameters(index = "1", paramLabel = "OTHER", description = "The other, such as staging.")
    private String other;

    @Parameters(index = "2", paramLabel = "ASSET", description = "A table or source.")
    private String asset;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "10",
            description = "Show at most so many rows that only one has, of each. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Mixin
    private GlobalOptions options;

    @Override
    public Integer call() {
        Bounds.requireAtLeast("--limit", limit, 0);
        Output output = new Output(options.json());
        Workspace.warmUpEngine();
        try (Workspace left = open(one, output);
                Workspace right = open(other, output);
                Session session = left.embeddedEngine().open(left.settings().zone())) {
            Graph.Node node = Assets.find(left.graph(), asset);
            AssetKey key = node.key();
            Assets.refuseView(node, "compare '" + key + "'", "Compare a table that reads it.");
            TableDiff.Side mine = side(left, key);
            TableDiff.Side theirs = side(right, key);
            TableDiff.Result result = new TableDiff(session, mine, theirs).compare(limit);
            show(key, List.of(mine, theirs), result, output);
            output.document(value(key, List.of(mine, theirs), result));
            return 0;
        }
    }

    private Workspace open(String environment, Output output) {
        if (!Environment.isName(environment)) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Invalid environment '" + environment + "': expected " + Environment.PERMITTED + ".",
                    "");
        }
        return Workspace.open(
                new Opening(options.project(), options.variables(), Variant.of(environment), true, Optional.empty()),
                output);
    }

    private static TableDiff.Side side(Workspace workspace, AssetKey key) {
        String environment = workspace.settings().environment().name();
        LakeTable.Pinned pinned = workspace
                .lake()
                .find(key)
                .map(table -> table.pin(
                        Optional.empty(), DataInterval.ALL, workspace.settings().zone()))
                .orElseThrow(() -> new DaybreakException(
                        ErrorCode.NOT_FOUND,
                        "Cannot compare '" + key + "': it was never published in '" + environment + "'.",
                        "Run it there first: daybreak run +" + key + " --env " + environment + "."));
        return new TableDiff.Side(environment, pinned.snapshot(), pinned.relation());
    }

    private void show(AssetKey key, List<TableDiff.Side> sides, TableDiff.Result result, Output output) {
        for (TableDiff.Side side : sides) {
            output.line(key + " in " + side.environment() + ": "
                    + Words.count(result.rows().get(side.environment()), "row")
                    + side.snapshot().map(id -> ", snapshot " + id).orElse(""));
        }
        if (result.isSame()) {
            output.line("They hold the same.");
            return;
        }
        result.schema().forEach(difference -> output.line("  " + difference));
        TextTable columns = new TextTable("COLUMN", "IN", "NULLS", "DISTINCT", "LEAST", "GREATEST", "MEAN");
        boolean isAny = false;
        for (Map.Entry<String, Map<String, Distribution>> column :
                result.columns().entrySet()) {
            if (column.getValue().values().stream().distinct().count() > 1) {
                isAny = true;
                column.getValue()
                        .forEach((environment, found) -> columns.row(
                                column.getKey(),
                                environment,
                                found.nulls(),
                                found.distinct(),
                                Cells.text(Cells.plain(found.least())),
                                Cells.text(Cells.plain(found.greatest())),
                                found.mean() == null ? "" : "%.6g".formatted(found.mean())));
            }
        }
        if (isAny) {
            output.line("\n" + columns);
        }
        if (!result.only().isEmpty()) {
            TextTable rows =
                    new TextTable(Stream.concat(Stream.of("ONLY IN"), result.only().get(0).values().keySet().stream())
                            .toList());
            result.only()
                    .forEach(row -> rows.row(Stream.concat(
                                    Stream.of(row.environment()),
                                    row.values().values().stream()
                                            .map(Cells::plain)
                                            .map(Cells::text))
                            .toArray()));
            output.line("\n" + rows);
        }
        long more = result.different() - result.only().size();
        output.line("\n" + Words.count(result.different(), "row") + " that only one of them has"
                + (more > 0 ? "; the first " + result.only().size() + " are shown" : "") + ".");
    }

    private static Map<String, Object> value(AssetKey key, List<TableDiff.Side> sides, TableDiff.Result result) {
        Map<String, Object> snapshots = new LinkedHashMap<>();
        sides.forEach(side -> snapshots.put(
                side.environment(), side.snapshot().map(String::valueOf).orElse(null)));
        List<Map<String, Object>> columns = new ArrayList<>();
        result.columns().forEach((name, found) -> {
            Map<String, Object> column = Output.fields("name", name);
            found.forEach((environment, distribution) -> column.put(environment, value(distribution)));
            columns.add(column);
        });
        return Output.fields(
                "asset",
                key.toString(),
                "same",
                result.isSame(),
                "snapshots",
                snapshots,
                "schema",
                result.schema(),
                "rows",
                result.rows(),
                "different",
                result.different(),
                "only",
                result.only().stream().map(DiffCommand::value).toList(),
                "columns",
                columns);
    }

    private static Map<String, Object> value(OnlyRow row) {
        return Output.fields("environment", row.environment(), "row", Cells.plain(row.values()));
    }

    private static Map<String, Object> value(Distribution found) {
        return Output.fields(
                "nulls",
                found.nulls(),
                "distinct",
                found.distinct(),
                "least",
                Cells.plain(found.least()),
                "greatest",
                Cells.plain(found.greatest()),
                "mean",
                Cells.plain(found.mean()));
    }
}
