package dev.daybreak.acceptance.spark.tpc;

import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The 24 tables of TPC-DS, with the columns that the benchmark's DDL says, and their rows, from the generator. */
final class TpcdsData {
    private static final Pattern TABLE =
            Pattern.compile("create table (\\w+)\\s*\\((.*?)\\);", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final Pattern COLUMN =
            Pattern.compile("(\\w+)\\s+(integer|date|varchar|char|decimal|time|bigint)(\\([0-9, ]+\\))?[^,]*(,|$)");

    private TpcdsData() {}

    static List<TpcTable> tables(Path ddl) throws IOException {
        List<TpcTable> tables = new ArrayList<>();
        Matcher table = TABLE.matcher(Files.readString(ddl));
        while (table.find()) {
            Map<String, String> columns = new LinkedHashMap<>();
            Matcher column = COLUMN.matcher(table.group(2).strip());
            while (column.find()) {
                columns.put(
                        column.group(1),
                        switch (column.group(2)) {
                            case "integer" -> "int";
                            case "bigint" -> "long";
                            case "date" -> "date";
                            case "decimal" -> "decimal" + column.group(3);
                            default -> "string";
                        });
            }
            tables.add(new TpcTable("tpcds", table.group(1), columns));
        }
        return tables;
    }

    /** Writes the rows of a table, and of the returns that belong to sales; returns by themselves are left to their sales. */
    static void write(TpcTable table, Map<String, TpcTable> all, double scale, Path project) throws IOException {
        Table generated = Table.getTable(table.name());
        if (generated.isChild()) {
            return;
        }
        Optional<TpcTable> child =
                generated.hasChild() ? Optional.of(all.get(generated.getChild().getName())) : Optional.empty();
        Session session = Session.getDefaultSession().withScale(scale);
        try (BufferedWriter writer = table.open(project);
                BufferedWriter childWriter =
                        child.isPresent() ? child.get().open(project) : new BufferedWriter(Writer.nullWriter())) {
            for (List<List<String>> rows : Results.constructResults(generated, session)) {
                TpcTable.write(writer, rows.get(0));
                if (rows.size() > 1) {
                    TpcTable.write(childWriter, rows.get(1));
                }
            }
        }
    }
}
