package dev.daybreak.quality;

import dev.daybreak.project.schema.DataType.Primitive;
import java.util.List;

/** Expectations that each value, or the length of each text, lies in a range. */
final class RangeExpectations {
    static final List<Expectation> ALL = List.of(
            Expectation.ofValues(
                    "expect_column_values_to_be_between",
                    RangeExpectations::values,
                    Bounds.parameters(ParameterKind.VALUE)),
            Expectation.ofValues(
                    "expect_column_value_lengths_to_be_between",
                    (subject, arguments) -> lengths(subject, arguments, Bounds.of(arguments)),
                    Bounds.parameters(ParameterKind.NUMBER)),
            Expectation.ofValues(
                    "expect_column_value_lengths_to_equal",
                    (subject, arguments) -> lengths(subject, arguments, Bounds.exactly(arguments.raw("value"))),
                    Parameter.required("value", ParameterKind.COUNT)));

    private RangeExpectations() {}

    private static Measurement values(Subject subject, Arguments arguments) {
        Field field = subject.field(arguments.text("column"));
        Bounds bounds = Bounds.of(arguments);
        return RowRule.onValues(field, bounds.holds(field.sql(), field.type()), "must be " + bounds.words())
                .measure(subject, arguments);
    }

    /** Lengths are in characters. */
    private static Measurement lengths(Subject subject, Arguments arguments, Bounds bounds) {
        Field field = subject.field(arguments.text("column")).requireText();
        String holds = bounds.holds("LENGTH(" + field.sql() + ")", Primitive.LONG);
        return RowRule.onValues(field, holds, "must have a length of " + bounds.words())
                .measure(subject, arguments);
    }
}
