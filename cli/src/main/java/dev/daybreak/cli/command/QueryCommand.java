package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.TextTable;
import dev.daybreak.cli.console.Words;
import dev.daybreak.cli.workspace.LakeQuery;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.project.schema.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "query",
        description = "Run a SELECT over the lake's tables, now or as they were.",
        footer = {
            "",
            "Example: daybreak query \"SELECT COUNT(*) FROM raw.clicks\"",
            "As it was: daybreak query \"SELECT COUNT(*) FROM raw.clicks@2023-01-05T06:00:00Z\" (or @SNAPSHOT)"
        })
final class QueryCommand extends ProjectCommand {
    @Mixin
    private EngineOption engine;

    @Parameters(paramLabel = "SQL", description = "One SELECT.")
    private String sql;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Most rows to print; 0 for all. Default: 1000.",
            order = 1)
    private int limit = 1000;

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
        Bounds.requireAtLeast("--limit", limit, 0);
        LakeQuery query = workspace.query(sql);
        try (Session session = workspace.engine().open(workspace.settings().zone());
                Rows rows = query.run(session)) {
            List<Column> columns = rows.schema().columns();
            TextTable table = new TextTable(rows.schema().names());
            List<List<Object>> values = new ArrayList<>();
            boolean more = false;
            while (rows.next()) {
                if (limit > 0 && values.size() == limit) {
                    more = true;
                    break;
                }
                List<Object> row = new ArrayList<>();
                for (int column = 0; column < columns.size(); column++) {
                    row.add(Cells.plain(rows.value(column)));
                }
                values.add(row);
                table.row(row.stream().map(Cells::text).toArray());
            }
            output.line(table.toString());
            output.line("");
            output.line(Words.count(values.size(), "row")
                    + (more ? ", and there are more: --limit 0 prints all" : "")
                    + files(query));
            if (more && output.isJson()) {
                output.note("The first " + limit + " rows; --limit 0 prints all.");
            }
            output.document(document(columns, values));
        }
        return 0;
    }

    /** Which tables had files that could be left closed. */
    private static String files(LakeQuery query) {
        String words = query.opened().stream()
                .filter(opened -> opened.files() < opened.of())
                .map(opened -> opened.files() + " of " + Words.count(opened.of(), "file") + " of " + opened.table())
                .collect(Collectors.joining(", "));
        return words.isEmpty() ? "" : "; opened " + words;
    }

    private static Map<String, Object> document(List<Column> columns, List<List<Object>> rows) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(
                "columns",
                columns.stream()
                        .map(column -> Output.fields(
                                "name", column.name(), "type", column.type().toString()))
                        .toList());
        document.put("rows", rows);
        return document;
    }
}
