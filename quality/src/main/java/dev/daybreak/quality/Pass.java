package dev.daybreak.quality;

import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One pass over a relation: distinct aggregate expressions and, once it has run, their values. Not thread-safe. */
final class Pass {
    private final String from;
    private final Set<String> distinct = new LinkedHashSet<>();
    private final List<Object> results = new ArrayList<>();

    Pass(String from) {
        this.from = from;
    }

    void add(List<String> expressions) {
        distinct.addAll(expressions);
    }

    void run(Session session) {
        StringBuilder sql = new StringBuilder("SELECT ");
        int index = 0;
        for (String expression : distinct) {
            sql.append(index == 0 ? "" : ",\n  ")
                    .append(expression)
                    .append(" AS m")
                    .append(index++);
        }
        sql.append("\nFROM ").append(from);
        try (Rows rows = session.query(sql.toString())) {
            rows.next();
            for (int i = 0; i < index; i++) {
                results.add(rows.value(i));
            }
        }
    }

    List<Object> values(List<String> expressions) {
        List<String> order = new ArrayList<>(distinct);
        List<Object> values = new ArrayList<>();
        for (String expression : expressions) {
            values.add(results.get(order.indexOf(expression)));
        }
        return values;
    }
}
