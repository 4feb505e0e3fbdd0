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
            WITH t AS (SELECT * FROM (VALUES
              (TRUE, 1, 2147483647, 9223372036854775807, 1.5e0, CAST(1.25 AS DECIMAL(9,2)), 'abc', DATE '2024-02-29',
                TIMESTAMP '2024-02-29 23:59:59.999999', CAST('2024-02-29 23:59:59.5+00:00' AS TIMESTAMP WITH TIME ZONE)),
              (FALSE, -7, -2147483648, -9223372036854775807, CAST('NaN' AS DOUBLE), CAST(-9999999.99 AS DECIMAL(9,2)), '', DATE '1969-12-31',
                TIMESTAMP '1969-12-31 23:59:59.5', CAST('1969-12-31 23:59:59.999999+00:00' AS TIMESTAMP WITH TIME ZONE)),
              (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
              (TRUE, 0, 0, 0, CAST('-0.0' AS DOUBLE), CAST(0 AS DECIMAL(9,2)), ' a,b ', DATE '1970-01-01',
                TIMESTAMP '2100-12-31 00:00:00', CAST('2024-07-01 00:00:00+02:00' AS TIMESTAMP WITH TIME ZONE)),
              (FALSE, 100, 12, 3000000000, CAST('Infinity' AS DOUBLE), CAST(9999999.99 AS DECIMAL(9,2)), 'A%b_1 É', DATE '2100-12-31',
                TIMESTAMP '2023-06-15 12:30:00', CAST('2100-01-01 00:00:00+00:00' AS TIMESTAMP WITH TIME ZONE)),
              (NULL, 3, 5, -1, -2.5e0, CAST(0.05 AS DECIMAL(9,2)), '2024-01-31', DATE '2023-01-31',
                TIMESTAMP '2024-01-31 06:07:08', CAST('2023-03-26 01:30:00+00:00' AS TIMESTAMP WITH TIME ZONE)))
              AS v(b, i, m, l, x, p, s, d, t, z))
            """;

    private static final Pattern HOLE = Pattern.compile("\\{(\\w+)\\}|#");
    private static final int DEPTH = 4;
    private static final int SMALL = 5;
    /** Of each kind: its simplest forms, and those with parts. */
    private static final Map<String, List<String>> LEAVES = Map.of(
            "bool", List.of("b", "TRUE", "FALSE", "i = #"),
            "whole", List.of("i", "#", "0", "-#", "MONTH(d)"),
            "wide", List.of("l", "m", "CAST(i AS BIGINT)", "3000000000"),
            "double", List.of("x", "#.5e0", "0e0", "-1.25e0"),
            "real", List.of("x", "#.1e0"),
            "decimal", List.of("p", "#.25", "-0.05"),
            "text", List.of("s", "'a'", "''", "'b,A'", "'x1'"),
            "date", List.of("d", "DATE '2024-03-31'"),
            "time", List.of("t", "TIMESTAMP '2024-03-31 02:30:00'"),
            "instant", List.of("z", "TIMESTAMP_MICROS(1000001)"));

    private static final Map<String, List<String>> FORMS = Map.of(
            "bool", PortableTemplates.BOOLEANS,
            "whole", PortableTemplates.WHOLE_NUMBERS,
            "wide", PortableTemplates.WIDE_NUMBERS,
            "double", PortableTemplates.DOUBLES,
            "real", PortableTemplates.REALS,
            "decimal", PortableTemplates.DECIMALS,
            "text", PortableTemplates.TEXTS,
            "date", PortableTemplates.DATES,
            "time", PortableTemplates.TIMES,
            "instant", PortableTemplates.INSTANTS);
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
                : any ? pick(PortableTemplates.ANY).replace("{T}", "{" + kind + "}") : pick(FORMS.get(kind));
        return expression(kind, form, depth);
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
