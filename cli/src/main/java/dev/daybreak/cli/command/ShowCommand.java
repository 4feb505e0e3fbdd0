package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.TextTable;
import dev.daybreak.cli.console.Words;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.LakeViews;
import dev.daybreak.orchestration.history.CheckRecord;
import dev.daybreak.orchestration.history.MaterializationRecord;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.About;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.IntervalText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Show an asset: what it is, its columns, inputs, partitions and last checks.",
        footer = {"", "Example: daybreak show features.user_days"})
final class ShowCommand extends ProjectCommand {
    private static final int CHECKS = 20;

    @Parameters(paramLabel = "ASSET", description = "Its name.")
    private String name;

    @Override
    int run(Workspace workspace, Output output) {
        Graph.Node node = Assets.find(workspace.graph(), name);
        Optional<LakeTable> table = workspace.lake().find(node.key());
        Optional<Schema> columns = table.map(LakeTable::schema)
                .or(node::columns)
                .or(() -> workspace.lake().views().find(node.key()).map(LakeViews.Definition::columns));
        List<MaterializationRecord> published = workspace.history().published(node.key());
        List<CheckRecord> checks = workspace.history().checks(node.key(), CHECKS);
        if (output.isJson()) {
            output.document(document(workspace, node, columns, published, checks));
        } else {
            print(workspace, node, columns, published, checks, output);
        }
        return 0;
    }

    private static void print(
            Workspace workspace,
            Graph.Node node,
            Optional<Schema> columns,
            List<MaterializationRecord> published,
            List<CheckRecord> checks,
            Output output) {
        About about = node.asset().about();
        output.line(node.key() + "  (" + about.place().file() + ")");
        if (!about.description().isEmpty()) {
            output.line(about.description());
        }
        output.line("owner: " + (about.owner().isEmpty() ? "nobody" : about.owner())
                + (about.domain().isEmpty() ? "" : "   domain: " + about.domain())
                + (about.tags().isEmpty() ? "" : "   tags: " + String.join(", ", about.tags())));
        workspace.engine(node.asset()).ifPresent(engine -> output.line("computed by: " + engine));
        node.inputs().forEach(input -> output.line("reads: " + input.asset() + " (" + input.window() + ")"));
        node.named().stream()
                .filter(named ->
                        node.inputs().stream().noneMatch(input -> input.asset().equals(named)))
                .forEach(named -> output.line("names: " + named));
        workspace.graph().readers(node.key()).forEach(reader -> output.line("read by: " + reader.key()));
        columns.ifPresent(schema -> {
            TextTable table = new TextTable("COLUMN", "TYPE", "REQUIRED", "DESCRIPTION");
            for (Column column : schema.columns()) {
                table.row(column.name(), column.type(), column.required() ? "yes" : "", column.description());
            }
            output.line("\n" + table);
        });
        TextTable partitions = new TextTable("PARTITION", "ROWS", "SNAPSHOT", "PUBLISHED", "RUN");
        for (MaterializationRecord record : published) {
            partitions.row(
                    IntervalText.of(record.interval(), workspace.settings().zone()),
                    record.rows(),
                    record.snapshot().map(String::valueOf).orElse(""),
                    record.published(),
                    record.run());
        }
        output.line("\n" + (partitions.isEmpty() ? "Never published." : partitions));
        TextTable outcomes = new TextTable("CHECK", "PARTITION", "OUTCOME", "OBSERVED", "UNEXPECTED");
        for (CheckRecord check : checks) {
            outcomes.row(
                    check.expectation() + " " + Words.inline(check.arguments()),
                    IntervalText.of(check.interval(), workspace.settings().zone()),
                    check.success() ? "holds" : check.severity() + ": " + check.reason(),
                    check.observed(),
                    check.unexpected());
        }
        if (!outcomes.isEmpty()) {
            output.line("\n" + outcomes);
        }
    }

    private static Map<String, Object> document(
            Workspace workspace,
            Graph.Node node,
            Optional<Schema> columns,
            List<MaterializationRecord> published,
            List<CheckRecord> checks) {
        About about = node.asset().about();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("asset", node.key().toString());
        document.put("file", about.place().file());
        document.put("description", about.description());
        document.put("owner", about.owner());
        document.put("domain", about.domain());
        document.put("tags", about.tags());
        document.put("engine", workspace.engine(node.asset()).orElse(null));
        document.put(
                "inputs",
                node.inputs().stream()
                        .map(input -> Output.fields(
                                "asset",
                                input.asset().toString(),
                                "window",
                                input.window().toString()))
                        .toList());
        document.put("names", node.named().stream().map(AssetKey::toString).toList());
        document.put(
                "columns",
                columns.map(Schema::columns).orElse(List.of()).stream()
                        .map(column -> Output.fields(
                                "name", column.name(), "type", column.type().toString(), "required", column.required()))
                        .toList());
        document.put("partitions", published.stream().map(HistoryCommand::value).toList());
        document.put("checks", checks.stream().map(ShowCommand::value).toList());
        return document;
    }

    private static Map<String, Object> value(CheckRecord check) {
        boolean all = check.interval().isAll();
        return Output.fields(
                "expectation", check.expectation(),
                "arguments", check.arguments(),
                "severity", check.severity().toString(),
                "start", all ? null : check.interval().start().toString(),
                "end", all ? null : check.interval().end().toString(),
                "success", check.success(),
                "observed", check.observed(),
                "evaluated", check.evaluated(),
                "unexpected", check.unexpected(),
                "samples", check.samples(),
                "reason", check.reason(),
                "run", check.run());
    }
}
