package dev.daybreak.acceptance.spark.tpc;

import dev.daybreak.sql.text.Edits;
import dev.daybreak.sql.text.SqlText;
import dev.daybreak.sql.text.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A query of a benchmark.
 *
 * @param number as its file is named, such as {@code 07}
 */
record TpcQuery(String benchmark, String number, String text) {
    /** Words that may follow a table in a FROM clause and are no other name for it. */
    private static final Set<String> NO_ALIAS = Set.of(
            "WHERE",
            "GROUP",
            "ORDER",
            "HAVING",
            "LIMIT",
            "ON",
            "JOIN",
            "LEFT",
            "RIGHT",
            "FULL",
            "INNER",
            "CROSS",
            "UNION",
            "INTERSECT",
            "EXCEPT");

    /** All of a benchmark, in the order of their numbers. */
    static List<TpcQuery> all(String benchmark, Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder.resolve(benchmark))) {
            files = listed.sorted().toList();
        }
        List<TpcQuery> queries = new ArrayList<>();
        for (Path file : files) {
            String number = file.getFileName().toString().replace(".sql", "");
            queries.add(new TpcQuery(benchmark, number, Files.readString(file)));
        }
        return queries;
    }

    /** The name of the asset, such as {@code tpch.q07}. */
    String asset() {
        return benchmark + ".q" + number;
    }

    TpcQuery withText(String other) {
        return new TpcQuery(benchmark, number, other);
    }

    void writeAsset(Path project, List<TpcTable> tables) throws IOException {
        Path folder = Files.createDirectories(project.resolve("assets").resolve(benchmark));
        Files.writeString(folder.resolve("q" + number + ".sql"), "/*---\n---*/\n" + onSources(tables));
    }

    /** The benchmarks name tables without a namespace, which a project cannot; their columns they name by the table. */
    private String onSources(List<TpcTable> tables) {
        Map<String, TpcTable> byName = new HashMap<>();
        tables.forEach(table -> byName.put(table.name(), table));
        SqlText sql = SqlText.parse(text);
        List<Token> tokens = sql.tokens();
        Set<String> common = new HashSet<>();
        for (int i = 0; i + 2 < tokens.size(); i++) {
            if (tokens.get(i + 1).is("AS") && tokens.get(i + 2).isSymbol("(")) {
                common.add(tokens.get(i).text().toLowerCase(Locale.ROOT));
            }
        }
        Edits edits = new Edits();
        for (int i : sql.tablePositions()) {
            Token token = tokens.get(i);
            TpcTable table = byName.get(token.text().toLowerCase(Locale.ROOT));
            if (table != null && !common.contains(table.name())) {
                String as = isRenamed(tokens, i) ? "" : " " + token.text();
                edits.replace(token, "raw." + table.source() + as);
            }
        }
        return edits.apply(text).text();
    }

    private static boolean isRenamed(List<Token> tokens, int table) {
        return table + 1 < tokens.size()
                && tokens.get(table + 1).isName()
                && !NO_ALIAS.contains(tokens.get(table + 1).keyword());
    }
}
