package dev.daybreak.quality;

import java.util.List;
import java.util.stream.Collectors;

/** Expectations that each value is, or is not, LIKE a pattern of SQL ({@code %} any text, {@code _} any character). */
final class LikeExpectations {
    private static final Parameter PATTERN = Parameter.required("like_pattern", ParameterKind.TEXT);
    private static final Parameter PATTERNS = Parameter.required("like_pattern_list", ParameterKind.TEXTS);

    static final List<Expectation> ALL = List.of(
            Expectation.ofValues(
                    "expect_column_values_to_match_like_pattern",
                    (subject, arguments) -> rule(subject, arguments, List.of(arguments.text("like_pattern")), true),
                    PATTERN),
            Expectation.ofValues(
                    "expect_column_values_to_not_match_like_pattern",
                    (subject, arguments) -> rule(subject, arguments, List.of(arguments.text("like_pattern")), false),
                    PATTERN),
            Expectation.ofValues(
                    "expect_column_values_to_match_like_pattern_list",
                    (subject, arguments) -> rule(subject, arguments, arguments.texts("like_pattern_list"), true),
                    PATTERNS,
                    Parameter.optional("match_on", ParameterKind.choice(List.of("any", "all")))),
            Expectation.ofValues(
                    "expect_column_values_to_not_match_like_pattern_list",
                    (subject, arguments) -> rule(subject, arguments, arguments.texts("like_pattern_list"), false),
                    PATTERNS));

    private LikeExpectations() {}

    private static Measurement rule(Subject subject, Arguments arguments, List<String> patterns, boolean wanted) {
        Field field = subject.field(arguments.text("column")).requireText();
        boolean all = wanted && "all".equals(arguments.raw("match_on"));
        String found = patterns.stream()
                .map(pattern -> field.sql() + " LIKE " + Quoting.text(pattern))
                .collect(Collectors.joining(all ? " AND " : " OR "));
        String like = patterns.isEmpty() ? "FALSE" : found;
        String must = (wanted ? "must be like " : "must not be like ") + (all ? "all of " : "") + Words.list(patterns);
        return RowRule.onValues(field, wanted ? like : "NOT (" + like + ")", must)
                .measure(subject, arguments);
    }
}
