package dev.daybreak.sql.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.sql.query.QueryAnalysis;
import dev.daybreak.sql.text.Edits;
import dev.daybreak.sql.text.SqlText;
import dev.daybreak.sql.text.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every query of the TPC-H and TPC-DS benchmarks is understood: parsed, all names resolved, an origin for every column. */
class BenchmarkQueriesTest {
    private static final Map<String, String[]> TPCH = new LinkedHashMap<>();

    static {
        TPCH.put("region", columns("r_regionkey long, r_name string, r_comment string"));
        TPCH.put("nation", columns("n_nationkey long, n_name string, n_regionkey long, n_comment string"));
        TPCH.put(
                "supplier",
                columns(
                        "s_suppkey long, s_name string, s_address string, s_nationkey long, s_phone string, s_acctbal decimal(15;2), s_comment string"));
        TPCH.put(
                "customer",
                columns(
                        "c_custkey long, c_name string, c_address string, c_nationkey long, c_phone string, c_acctbal decimal(15;2), c_mktsegment string, c_comment string"));
        TPCH.put(
                "part",
                columns(
                        "p_partkey long, p_name string, p_mfgr string, p_brand string, p_type string, p_size int, p_container string, p_retailprice decimal(15;2), p_comment string"));
        TPCH.put(
                "partsupp",
                columns(
                        "ps_partkey long, ps_suppkey long, ps_availqty long, ps_supplycost decimal(15;2), ps_comment string"));
        TPCH.put(
                "orders",
                columns(
                        "o_orderkey long, o_custkey long, o_orderstatus string, o_totalprice decimal(15;2), o_orderdate date, o_orderpriority string, o_clerk string, o_shippriority int, o_comment string"));
        TPCH.put(
                "lineitem",
                columns(
                        "l_orderkey long, l_partkey long, l_suppkey long, l_linenumber long, l_quantity decimal(15;2), l_extendedprice decimal(15;2), l_discount decimal(15;2), l_tax decimal(15;2), l_returnflag string, l_linestatus string, l_shipdate date, l_commitdate date, l_receiptdate date, l_shipinstruct string, l_shipmode string, l_comment string"));
    }

    private static Path folder;

    private static String[] columns(String text) {
        return Stream.of(text.split(", "))
                .map(column -> column.replace(';', ','))
                .toArray(String[]::new);
    }

    private static final Optional<String> DUCKDB = Optional.of("duckdb");

    @BeforeAll
    static void findTexts() {
        folder = Path.of(System.getProperty("shared.dir", "/nowhere"), "conformance", "sql");
        Assumptions.assumeTrue(Files.isDirectory(folder), "The texts of the benchmark queries are not at " + folder);
    }

    @Test
    void allOfTpchAreUnderstood() throws IOException {
        assertThat(misunderstood("tpch", TPCH, DUCKDB)).isEmpty();
    }

    @Test
    void allOfTpcdsAreUnderstood() throws IOException {
        assertThat(misunderstood("tpcds", tpcds(), DUCKDB)).isEmpty();
    }

    /** All that stands between these texts and one meaning on both engines. */
    @Test
    void onlyDecimalsAndConcatAreNotPortable() throws IOException {
        List<String> problems = new ArrayList<>(misunderstood("tpch", TPCH, Optional.empty()));
        problems.addAll(misunderstood("tpcds", tpcds(), Optional.empty()));

        assertThat(problems).isNotEmpty().allSatisfy(problem -> assertThat(problem)
                .containsAnyOf(
                        "Cannot use AVG of a decimal: ", "Cannot divide decimals: ", "Cannot use function 'concat': "));
    }

    private static List<String> misunderstood(String benchmark, Map<String, String[]> tables, Optional<String> dialect)
            throws IOException {
        Situation project = new Situation();
        tables.forEach((name, columns) -> project.source("raw." + name, null, columns));
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder.resolve(benchmark))) {
            files = listed.sorted().toList();
        }
        for (Path file : files) {
            String name = "q.q" + file.getFileName().toString().replace(".sql", "");
            project.table(
                    name, withNamespace(Files.readString(file), tables.keySet()), header -> dialect.map(header::dialect)
                            .orElse(header));
        }
        Analysis analysis = project.analysis();
        int typed = 0;
        List<String> wrong = new ArrayList<>();
        for (var problem : analysis.problems()) {
            wrong.add(problem.place() + " " + problem.message());
        }
        for (var entry : analysis.queries().entrySet()) {
            QueryAnalysis query = entry.getValue();
            if (entry.getKey().namespace().equals("q")) {
                typed += query.columns().stream()
                                .allMatch(column -> column.type().isPresent())
                        ? 1
                        : 0;
                boolean traced = query.isComplete()
                        && !query.columns().isEmpty()
                        && query.columns().stream()
                                .allMatch(column -> !column.direct().isEmpty()
                                        || !column.indirect().isEmpty());
                if (!traced) {
                    wrong.add(entry.getKey() + " has columns without an origin: " + query.columns());
                }
            }
        }
        System.out.println(
                benchmark + ": " + files.size() + " queries analysed, types of all columns told for " + typed);
        return wrong;
    }

    /** The texts name their tables without a namespace, which a project cannot. */
    private static String withNamespace(String text, Set<String> tables) {
        SqlText sql = SqlText.parse(text);
        Set<String> common = new HashSet<>();
        List<Token> tokens = sql.tokens();
        for (int i = 0; i + 2 < tokens.size(); i++) {
            if (tokens.get(i + 1).is("AS") && tokens.get(i + 2).isSymbol("(")) {
                common.add(tokens.get(i).text().toLowerCase(Locale.ROOT));
            }
        }
        Edits edits = new Edits();
        for (int i : sql.tablePositions()) {
            String name = tokens.get(i).text().toLowerCase(Locale.ROOT);
            if (tables.contains(name) && !common.contains(name)) {
                edits.insert(tokens.get(i).start(), "raw.");
            }
        }
        return edits.apply(text).text();
    }

    private static Map<String, String[]> tpcds() throws IOException {
        Map<String, String[]> tables = new LinkedHashMap<>();
        String ddl = Files.readString(folder.resolve("tpcds_ddl.sql"));
        Matcher table = Pattern.compile(
                        "create table (\\w+)\\s*\\((.*?)\\);", Pattern.DOTALL | Pattern.CASE_INSENSITIVE)
                .matcher(ddl);
        while (table.find()) {
            List<String> columns = new ArrayList<>();
            Matcher column = Pattern.compile(
                            "(\\w+)\\s+(integer|date|varchar|char|decimal|time|bigint)(\\([0-9, ]+\\))?[^,]*(,|$)")
                    .matcher(table.group(2).strip());
            while (column.find()) {
                String type = column.group(2);
                columns.add(column.group(1) + " "
                        + switch (type) {
                            case "varchar", "char", "time" -> "string";
                            case "decimal" -> "decimal" + column.group(3).replace(" ", "");
                            default -> type;
                        });
            }
            tables.put(table.group(1), columns.toArray(String[]::new));
        }
        return tables;
    }
}
