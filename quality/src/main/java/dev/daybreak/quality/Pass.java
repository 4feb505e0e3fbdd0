package dev.daybreak.quality;

import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * One pass over a relation: distinct aggregate expressions and, once it has run, their values, of the whole or of each part. Not
 * thread-safe.
 */
final class Pass {
    private static final Object WHOLE = new Object();

    private final String from;
    private final Set<String> distinct = new LinkedHashSet<>();
    private final Map<Object, List<Object>> results = new HashMap<>();

    Pass(String from) {
        this.from = from;
    }

    void add(List<String> expressions) {
        distinct.addAll(expressions);
    }

    void run(Session session) {
        run(session, "SELECT ", "", rows -> WHOLE, 0);
    }

    /** @param part SQL whose value tells to which part a row belongs */
    void runByPart(Session session, String part) {
        run(session, "SELECT " + part + " AS part,\n  ", "\nGROUP BY " + part, rows -> rows.value(0), 1);
    }

    private void run(Session session, String select, String groups, Function<Rows, Object> part, int first) {
        StringBuilder sql = new StringBuilder(select);
        int index = 0;
        for (String expression : distinct) {
            sql.append(index == 0 ? "" : ",\n  ")
                    .append(expression)
                    .append(" AS m")
                    .append(index++);
        }
        sql.append("\nFROM ").append(from).append(groups);
        try (Rows rows = session.query(sql.toString())) {
            while (rows.next()) {
                List<Object> values = new ArrayList<>();
                for (int i = 0; i < index; i++) {
                    values.add(rows.value(first + i));
                }
                results.put(part.apply(rows), values);
            }
        }
    }

    /** The parts that have rows. */
    Set<Object> parts() {
        return results.keySet();
    }

    List<Object> values(List<String> expressions) {
        return values(WHOLE, expressions);
    }

    List<Object> values(Object part, List<String> expressions) {
        List<String> order = new ArrayList<>(distinct);
        List<Object> values = new ArrayList<>();
        for (String expression : expressions) {
            values.add(results.get(part).get(order.indexOf(expression)));
        }
        return values;
    }
}
