package dev.daybreak.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Expectations that a regular expression is found in each value. The engine searches where its dialect can say the
 * expression; otherwise the distinct values are searched here.
 */
final class RegexExpectations {
    private static final List<String> ANY_OR_ALL = List.of("any", "all");

    static final List<Expectation> ALL = List.of(
            Expectation.ofValues(
                    "expect_column_values_to_match_regex",
                    (subject, arguments) ->
                            new Search(List.of(arguments.text("regex")), false, true).measure(subject, arguments),
                    Parameter.required("regex", ParameterKind.REGEX)),
            Expectation.ofValues(
                    "expect_column_values_to_not_match_regex",
                    (subject, arguments) ->
                            new Search(List.of(arguments.text("regex")), false, false).measure(subject, arguments),
                    Parameter.required("regex", ParameterKind.REGEX)),
            Expectation.ofValues(
                    "expect_column_values_to_match_regex_list",
                    (subject, arguments) -> new Search(
                                    arguments.texts("regex_list"), "all".equals(arguments.raw("match_on")), true)
                            .measure(subject, arguments),
                    Parameter.required("regex_list", ParameterKind.REGEXES),
                    Parameter.optional("match_on", ParameterKind.choice(ANY_OR_ALL))),
            Expectation.ofValues(
                    "expect_column_values_to_not_match_regex_list",
                    (subject, arguments) ->
                            new Search(arguments.texts("regex_list"), false, false).measure(subject, arguments),
                    Parameter.required("regex_list", ParameterKind.REGEXES)));

    private RegexExpectations() {}

    /**
     * @param all whether every expression has to be found, rather than one of them
     * @param wanted whether finding is what holds
     */
    private record Search(List<String> regexes, boolean all, boolean wanted) {
        Measurement measure(Subject subject, Arguments arguments) {
            Field field = subject.field(arguments.text("column")).requireText();
            List<String> translated = new ArrayList<>();
            for (String regex : regexes) {
                Optional<String> re2 = PythonRegex.of(regex).re2();
                if (re2.isEmpty()) {
                    return inValues(subject, field, arguments);
                }
                translated.add("regexp_matches(" + field.sql() + ", " + Quoting.text(re2.get()) + ")");
            }
            String found = translated.isEmpty() ? "FALSE" : String.join(all ? " AND " : " OR ", translated);
            return RowRule.onValues(field, wanted ? found : "NOT (" + found + ")", must())
                    .measure(subject, arguments);
        }

        private String must() {
            String which = regexes.size() == 1 ? "" : all ? "all of " : "any of ";
            return (wanted ? "must match " : "must not match ")
                    + which
                    + regexes.stream().map(each -> "'" + each + "'").collect(Collectors.joining(", "));
        }

        private Measurement inValues(Subject subject, Field field, Arguments arguments) {
            List<Predicate<String>> searches = regexes.stream()
                    .map(regex -> PythonRegex.of(regex).pattern())
                    .map(Pattern::asPredicate)
                    .toList();
            Predicate<String> found = value -> all
                    ? searches.stream().allMatch(search -> search.test(value))
                    : searches.stream().anyMatch(search -> search.test(value));
            return DistinctTexts.measure(
                    subject,
                    field,
                    wanted ? found : found.negate(),
                    Mostly.of(arguments, "'" + field.name() + "' " + must()));
        }
    }
}
