package dev.daybreak.quality;

import java.util.List;

/**
 * Expectations that values rise or fall from row to row, nulls left out. Rows come in the order in which the engine reads the
 * relation: that of insertion in a table, of the files otherwise.
 */
final class OrderExpectations {
    private static final Parameter STRICTLY = Parameter.optional("strictly", ParameterKind.FLAG);
    private static final String PREVIOUS = "daybreak_previous";
    private static final String PLACE = "daybreak_place";

    static final List<Expectation> ALL = List.of(
            Expectation.ofValues(
                    "expect_column_values_to_be_increasing",
                    (subject, arguments) -> rule(subject, arguments, " > ", "must increase"),
                    STRICTLY),
            Expectation.ofValues(
                    "expect_column_values_to_be_decreasing",
                    (subject, arguments) -> rule(subject, arguments, " < ", "must decrease"),
                    STRICTLY));

    private OrderExpectations() {}

    private static Measurement rule(Subject subject, Arguments arguments, String operator, String must) {
        Field field = subject.field(arguments.text("column"));
        String numbered = "(SELECT *, daybreak_position() AS " + PLACE + " FROM " + subject.from() + " WHERE "
                + subject.where() + " AND " + field.sql() + " IS NOT NULL) AS daybreak_numbered";
        String from = "(SELECT *, LAG(" + field.sql() + ") OVER (ORDER BY " + PLACE + ") AS " + PREVIOUS + " FROM "
                + numbered + ") AS daybreak_ordered";
        String step = field.sql() + operator + PREVIOUS;
        String holds = PREVIOUS + " IS NULL OR " + step
                + (arguments.flag("strictly") ? "" : " OR " + field.sql() + " = " + PREVIOUS);
        return RowRule.onValues(field, holds, must + (arguments.flag("strictly") ? " strictly" : ""))
                .measure(subject.with("TRUE"), from, arguments);
    }
}
