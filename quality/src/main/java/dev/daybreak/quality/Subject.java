package dev.daybreak.quality;

import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.Schema;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rows that a check is about: those of a relation that meet the check's {@code row_condition}.
 *
 * @param from the relation, quoted
 * @param where a SQL condition; {@code TRUE} if there is none
 */
record Subject(String from, Schema schema, String where) {
    Field field(String name) {
        Column column = schema.find(name)
                .orElseThrow(() ->
                        new Unevaluable("there is no column '" + name + "'." + NearestName.hint(name, schema.names())));
        return new Field(column.name(), column.type());
    }

    List<Field> fields(List<String> names) {
        return names.stream().map(this::field).toList();
    }

    Subject with(String condition) {
        return new Subject(from, schema, condition);
    }

    boolean isAll() {
        return where.equals("TRUE");
    }

    /** An aggregate over these rows only. */
    String aggregate(String expression) {
        return isAll() ? expression : expression + " FILTER (WHERE " + where + ")";
    }

    /** Counts those of these rows that meet another condition too. */
    String count(String condition) {
        String both = isAll() ? condition : where + " AND " + condition;
        return both.equals("TRUE") ? "COUNT(*)" : "COUNT(*) FILTER (WHERE " + both + ")";
    }

    /** All columns, quoted, in order; with a qualifier such as {@code t.} before each. */
    String columns(String qualifier) {
        return schema.columns().stream()
                .map(column -> qualifier + Quoting.identifier(column.name()))
                .collect(Collectors.joining(", "));
    }
}
