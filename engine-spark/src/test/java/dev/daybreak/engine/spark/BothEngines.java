package dev.daybreak.engine.spark;

import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.schema.DataType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evaluates expressions on two engines, many at a time, and compares what they give. One that fails on both agrees. */
final class BothEngines {
    private static final double NEAR = 1e-9;

    private final Session duckdb;
    private final Session spark;
    private int failures;

    BothEngines(Session duckdb, Session spark) {
        this.duckdb = duckdb;
        this.spark = spark;
        RandomExpressions.DUCKDB_MAKERS.forEach(duckdb::execute);
        RandomExpressions.SPARK_MAKERS.forEach(spark::execute);
    }

    /** What an engine gives for an expression: its type and a value for each row, or why there is none. */
    private record Outcome(String type, List<Object> values, Optional<String> failure) {
        static Outcome failed(String why) {
            return new Outcome("", List.of(), Optional.of(why));
        }
    }

    /** An expression whose meaning differs, with what the engines say. */
    record Difference(Expression expression, String told) {}

    /** How many of the expressions so far have failed, on both. */
    int failures() {
        return failures;
    }

    List<Difference> compare(List<Expression> expressions) {
        if (expressions.isEmpty()) {
            return List.of();
        }
        List<Outcome> first = evaluate(duckdb, expressions);
        List<Outcome> second = evaluate(spark, expressions);
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i++) {
            Outcome one = first.get(i);
            Outcome other = second.get(i);
            failures += one.failure().isPresent() ? 1 : 0;
            boolean same = one.failure().isPresent() == other.failure().isPresent()
                    && one.type().equals(other.type())
                    && same(one.values(), other.values());
            if (!same) {
                differences.add(new Difference(
                        expressions.get(i),
                        expressions.get(i).text() + "\n  duckdb: " + told(one) + "\n  spark:  " + told(other)));
            }
        }
        return differences;
    }

    private static String told(Outcome outcome) {
        return outcome.failure().orElseGet(() -> outcome.type() + " " + outcome.values());
    }

    /** All in one query; if that fails, each half by itself, down to those that are to blame. */
    private static List<Outcome> evaluate(Session session, List<Expression> expressions) {
        try {
            return together(session, expressions);
        } catch (DaybreakException e) {
            if (expressions.size() == 1) {
                return List.of(Outcome.failed(e.getMessage()));
            }
            int half = expressions.size() / 2;
            List<Outcome> all = new ArrayList<>(evaluate(session, expressions.subList(0, half)));
            all.addAll(evaluate(session, expressions.subList(half, expressions.size())));
            return all;
        }
    }

    private static List<Outcome> together(Session session, List<Expression> expressions) {
        StringBuilder sql = new StringBuilder(RandomExpressions.ROWS).append("SELECT ");
        for (int i = 0; i < expressions.size(); i++) {
            sql.append(i == 0 ? "" : ",\n")
                    .append(expressions.get(i).text())
                    .append(" AS c")
                    .append(i);
        }
        try (Rows rows = session.query(sql.append("\nFROM t").toString())) {
            List<Outcome> outcomes = new ArrayList<>();
            rows.schema()
                    .columns()
                    .forEach(column ->
                            outcomes.add(new Outcome(kind(column.type()), new ArrayList<>(), Optional.empty())));
            while (rows.next()) {
                for (int i = 0; i < expressions.size(); i++) {
                    outcomes.get(i).values().add(rows.value(i));
                }
            }
            return outcomes;
        }
    }

    /** Widths of whole numbers and digits of decimals are the engine's own; a table's columns are cast to what validate tells. */
    private static String kind(DataType type) {
        if (type instanceof DataType.Decimal) {
            return "decimal";
        }
        if (type instanceof DataType.ListOf list) {
            return "list<" + kind(list.element()) + ">";
        }
        if (type instanceof DataType.MapOf map) {
            return "map<" + kind(map.key()) + "," + kind(map.value()) + ">";
        }
        if (type instanceof DataType.Struct struct) {
            return struct.fields().stream()
                    .map(field -> field.name() + " " + kind(field.type()))
                    .toList()
                    .toString();
        }
        return type == DataType.Primitive.INT ? "long" : type.toString();
    }

    private static boolean same(Object one, Object other) {
        if (one == null || other == null) {
            return one == other;
        }
        if (one instanceof List<?> list && other instanceof List<?> second) {
            boolean same = list.size() == second.size();
            for (int i = 0; same && i < list.size(); i++) {
                same = same(list.get(i), second.get(i));
            }
            return same;
        }
        if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> second) {
            return map.size() == second.size()
                    && map.entrySet().stream()
                            .allMatch(entry -> second.containsKey(entry.getKey())
                                    && same(entry.getValue(), second.get(entry.getKey())));
        }
        if (one instanceof byte[] bytes && other instanceof byte[] second) {
            return Arrays.equals(bytes, second);
        }
        if (one instanceof Float a && other instanceof Float b) {
            return a.equals(b) || a.floatValue() == b.floatValue();
        }
        if (one instanceof Double a && other instanceof Double b) {
            double greater = Math.max(Math.abs(a), Math.abs(b));
            return a.equals(b) || (Double.isFinite(greater) && Math.abs(a - b) <= NEAR * greater);
        }
        if (one instanceof BigDecimal a && other instanceof BigDecimal b) {
            return a.scale() == b.scale() && a.compareTo(b) == 0;
        }
        boolean whole = one instanceof Number && other instanceof Number;
        return whole ? ((Number) one).longValue() == ((Number) other).longValue() : one.equals(other);
    }
}
