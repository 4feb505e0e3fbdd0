package dev.daybreak.engine.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes expressions of the portable set over the columns of {@link #ROWS}: a template for each function, whose holes name the kinds
 * of what they take. {@code #} is a small number above zero. What portable SQL leaves to the engine (docs/portable-sql.md, "What still
 * differs") is kept out by the templates: functions of floating point numbers are not compared, whose last digits may differ.
 */
final class RandomExpressions {
    /** Nulls, and values at the edges of every type. */
    static final String ROWS =
            """
            WITH t AS (SELECT *, CASE WHEN i > 0 THEN pair_of(i, s) END AS r, CASE WHEN s IS NOT NULL THEN map_of(s, l) END AS k,
                CASE WHEN i IS NOT NULL THEN "array"(i, m, NULL) END AS a
              FROM (VALUES
              (TRUE, 1, 2147483647, 9223372036854775807, 1.5e0, CAST(1.25 AS DECIMAL(9,2)), 'abc', DATE '2024-02-29',
                TIMESTAMP '2024-02-29 23:59:59.999999', CAST('2024-02-29 23:59:59.5+00:00' AS TIMESTAMP WITH TIME ZONE),
                CAST(3.4028235e38 AS FLOAT), UNHEX(HEX('abc'))),
              (FALSE, -7, -2147483648, CAST('-9223372036854775808' AS BIGINT), CAST('NaN' AS DOUBLE), CAST(-9999999.99 AS DECIMAL(9,2)),
                '', DATE '1969-12-31',
                TIMESTAMP '1969-12-31 23:59:59.5', CAST('1969-12-31 23:59:59.999999+00:00' AS TIMESTAMP WITH TIME ZONE),
                CAST('NaN' AS FLOAT), UNHEX(HEX(''))),
              (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
              (TRUE, 0, 0, 0, CAST('-0.0' AS DOUBLE), CAST(0 AS DECIMAL(9,2)), ' a,b ', DATE '1970-01-01',
                TIMESTAMP '2100-12-31 00:00:00', CAST('2024-07-01 00:00:00+02:00' AS TIMESTAMP WITH TIME ZONE),
                CAST('-0.0' AS FLOAT), UNHEX(HEX('é'))),
              (FALSE, 100, 12, 3000000000, CAST('Infinity' AS DOUBLE), CAST(9999999.99 AS DECIMAL(9,2)), 'A%b_1 É', DATE '2100-12-31',
                TIMESTAMP '2023-06-15 12:30:00', CAST('2100-01-01 00:00:00+00:00' AS TIMESTAMP WITH TIME ZONE),
                CAST('-Infinity' AS FLOAT), UNHEX(HEX('ABC'))),
              (NULL, 3, 5, -1, -2.5e0, CAST(0.05 AS DECIMAL(9,2)), '2024-01-31', DATE '2023-01-31',
                TIMESTAMP '2024-01-31 06:07:08', CAST('2023-03-26 01:30:00+00:00' AS TIMESTAMP WITH TIME ZONE),
                CAST(0.1 AS FLOAT), UNHEX(HEX('ab'))))
              AS v(b, i, m, l, x, p, s, d, t, z, f, y))
            """;

    /** What {@link #ROWS} makes structs and maps by, for which there is no portable constructor. */
    static final List<String> DUCKDB_MAKERS = List.of(
            "CREATE OR REPLACE TEMP MACRO pair_of(a, b) AS {'a': a, 'b': b}",
            "CREATE OR REPLACE TEMP MACRO map_of(k, v) AS MAP {k: v}");

    static final List<String> SPARK_MAKERS = List.of(
            "CREATE OR REPLACE TEMPORARY FUNCTION pair_of(a INT, b STRING) RETURNS STRUCT<a: INT, b: STRING>"
                    + " RETURN named_struct('a', a, 'b', b)",
            "CREATE OR REPLACE TEMPORARY FUNCTION map_of(k STRING, v BIGINT) RETURNS MAP<STRING, BIGINT> RETURN map(k, v)");

    private static final Pattern HOLE = Pattern.compile("\\{(\\w+)\\}|#");
    private static final int DEPTH = 4;
    private static final int SMALL = 5;
    /** Of each kind: its simplest forms, and those with parts. */
    private static final Map<String, List<String>> LEAVES = Map.ofEntries(
            Map.entry("bool", List.of("b", "TRUE", "FALSE", "i = #")),
            Map.entry("whole", List.of("i", "#", "0", "-#", "MONTH(d)")),
            Map.entry("wide", List.of("l", "m", "CAST(i AS BIGINT)", "3000000000")),
            Map.entry("float", List.of("f", "CAST(#.5 AS FLOAT)")),
            Map.entry("double", List.of("x", "#.5e0", "0e0", "-1.25e0")),
            Map.entry("real", List.of("x", "#.1e0")),
            Map.entry("decimal", List.of("p", "#.25", "-0.05")),
            Map.entry("text", List.of("s", "'a'", "''", "'b,A'", "'x1'")),
            Map.entry("bytes", List.of("y", "UNHEX(HEX('b'))")),
            Map.entry("date", List.of("d", "DATE '2024-03-31'")),
            Map.entry("time", List.of("t", "TIMESTAMP '2024-03-31 03:30:00'")),
            Map.entry("instant", List.of("z", "TIMESTAMP_MICROS(1000001)")),
            Map.entry("struct", List.of("r")),
            Map.entry("map", List.of("k")));

    private static final Map<String, List<String>> FORMS = Map.ofEntries(
            Map.entry("bool", PortableTemplates.BOOLEANS),
            Map.entry("whole", PortableTemplates.WHOLE_NUMBERS),
            Map.entry("wide", PortableTemplates.WIDE_NUMBERS),
            Map.entry("float", PortableTemplates.FLOATS),
            Map.entry("double", PortableTemplates.DOUBLES),
            Map.entry("real", PortableTemplates.REALS),
            Map.entry("decimal", PortableTemplates.DECIMALS),
            Map.entry("text", PortableTemplates.TEXTS),
            Map.entry("bytes", PortableTemplates.BYTES),
            Map.entry("date", PortableTemplates.DATES),
            Map.entry("time", PortableTemplates.TIMES),
            Map.entry("instant", PortableTemplates.INSTANTS),
            Map.entry("struct", PortableTemplates.CHOICES),
            Map.entry("map", PortableTemplates.CHOICES));
    private static final List<String> KINDS = LEAVES.keySet().stream().sorted().toList();

    private final Random random;

    RandomExpressions(long seed) {
        this.random = new Random(seed);
    }

    /** The next expression, of any kind. */
    Expression next() {
        if (random.nextInt(8) == 0) {
            return expression("list", pick(PortableTemplates.LISTS), DEPTH);
        }
        return of(pick(KINDS), 1 + random.nextInt(DEPTH));
    }

    private Expression of(String kind, int depth) {
        boolean any = depth > 1 && random.nextInt(6) == 0;
        String form = depth <= 0 || random.nextInt(8) == 0
                ? pick(LEAVES.get(kind))
                : any && !FORMS.get(kind).equals(PortableTemplates.CHOICES)
                        ? pick(PortableTemplates.ANY)
                        : pick(FORMS.get(kind));
        return expression(kind, form.replace("{T}", "{" + kind + "}"), depth);
    }

    private Expression expression(String kind, String form, int depth) {
        List<Expression> parts = new ArrayList<>();
        Matcher hole = HOLE.matcher(form);
        StringBuilder text = new StringBuilder();
        while (hole.find()) {
            String filled;
            if (hole.group(1) == null) {
                filled = Integer.toString(1 + random.nextInt(SMALL));
            } else {
                Expression part = of(hole.group(1), depth - 1);
                parts.add(part);
                filled = part.text();
            }
            hole.appendReplacement(text, Matcher.quoteReplacement(filled));
        }
        hole.appendTail(text);
        return new Expression(text.toString(), kind, parts);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
