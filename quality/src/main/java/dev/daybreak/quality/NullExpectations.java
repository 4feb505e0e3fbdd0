package dev.daybreak.quality;

import java.util.List;

/** Expectations on nulls; every row counts. */
final class NullExpectations {
    static final List<Expectation> ALL = List.of(
            Expectation.ofValues(
                    "expect_column_values_to_not_be_null",
                    (subject, arguments) -> rule(subject, arguments, " IS NOT NULL", "must not be null")),
            Expectation.ofValues(
                    "expect_column_values_to_be_null",
                    (subject, arguments) -> rule(subject, arguments, " IS NULL", "must be null")));

    private NullExpectations() {}

    private static Measurement rule(Subject subject, Arguments arguments, String test, String must) {
        Field field = subject.field(arguments.text("column"));
        return new RowRule("TRUE", field.sql() + test, "'" + field.name() + "' " + must).measure(subject, arguments);
    }
}
