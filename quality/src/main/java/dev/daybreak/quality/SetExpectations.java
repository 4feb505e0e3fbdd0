package dev.daybreak.quality;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Expectations that each value is, or is not, one of a set; without a set anything goes. */
final class SetExpectations {
    private static final Parameter VALUE_SET = Parameter.optional("value_set", ParameterKind.VALUES);

    static final List<Expectation> ALL = List.of(
            Expectation.ofValues(
                    "expect_column_values_to_be_in_set",
                    (subject, arguments) -> rule(subject, arguments, "", "must be one of "),
                    VALUE_SET),
            Expectation.ofValues(
                    "expect_column_values_to_not_be_in_set",
                    (subject, arguments) -> rule(subject, arguments, "NOT ", "must be none of "),
                    VALUE_SET));

    private SetExpectations() {}

    private static Measurement rule(Subject subject, Arguments arguments, String not, String must) {
        Field field = subject.field(arguments.text("column"));
        Optional<Collection<?>> values = arguments.list("value_set");
        String holds = values.map(set -> not + "(" + Literal.in(field.sql(), set, field.type()) + ")")
                .orElse("TRUE");
        return RowRule.onValues(field, holds, must + Words.list(values.orElse(List.of())))
                .measure(subject, arguments);
    }
}
