package dev.daybreak.quality;

import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.schema.Schema;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;

/** What a parameter may be; says in words what is wrong with a value, if anything. */
@FunctionalInterface
interface ParameterKind {
    /**
     * What is wrong with an argument that is not null.
     *
     * @param columns empty if they are not known yet
     */
    Optional<String> complaint(Object value, Optional<Schema> columns);

    ParameterKind ANY = (value, columns) -> Optional.empty();
    ParameterKind TEXT = be("a text", String.class::isInstance);
    /** SQL; apart from {@link #TEXT}, so that it can be told from it. */
    ParameterKind QUERY = be("a text", String.class::isInstance);

    ParameterKind NUMBER = be("a number", Number.class::isInstance);
    ParameterKind SHARE = be("a number from 0 to 1", value -> number(value) >= 0 && number(value) <= 1);
    ParameterKind COUNT =
            be("a whole number, 0 or more", value -> number(value) >= 0 && number(value) == Math.rint(number(value)));
    ParameterKind FLAG = be("true or false", Boolean.class::isInstance);
    ParameterKind MAP = be("a map", Map.class::isInstance);
    /** A number, a text (a date, for one) or a boolean. */
    ParameterKind VALUE =
            be("a single value", value -> !(value instanceof Collection<?>) && !(value instanceof Map<?, ?>));

    ParameterKind VALUES = be("a list", Collection.class::isInstance);
    ParameterKind PAIRS = be(
            "a list of pairs",
            value -> value instanceof Collection<?> all
                    && all.stream().allMatch(each -> each instanceof List<?> pair && pair.size() == 2));
    ParameterKind COLUMN = TEXT.and(ParameterKind::unknownColumn);
    ParameterKind COLUMNS = each(COLUMN);
    ParameterKind TEXTS = each(TEXT);
    ParameterKind REGEX = TEXT.and((value, columns) -> brokenRegex((String) value));
    ParameterKind REGEXES = each(REGEX);

    static ParameterKind choice(Collection<String> permitted) {
        return be("one of " + String.join(", ", permitted), value -> permitted.contains(value.toString()));
    }

    static ParameterKind each(ParameterKind element) {
        return VALUES.and((value, columns) -> {
            for (Object each : (Collection<?>) value) {
                Optional<String> complaint =
                        each == null ? Optional.of("it holds null") : element.complaint(each, columns);
                if (complaint.isPresent()) {
                    return complaint;
                }
            }
            return Optional.empty();
        });
    }

    /** Asks the other kind too, if this one has no complaint. */
    default ParameterKind and(ParameterKind other) {
        return (value, columns) -> complaint(value, columns).or(() -> other.complaint(value, columns));
    }

    private static ParameterKind be(String permitted, Predicate<Object> fits) {
        Function<Object, String> complain = value -> "'" + value + "' is not " + permitted;
        return (value, columns) -> fits.test(value) ? Optional.empty() : Optional.of(complain.apply(value));
    }

    /** NaN, which lies in no range, for what is not a number. */
    private static double number(Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private static Optional<String> unknownColumn(Object name, Optional<Schema> columns) {
        return columns.filter(schema -> schema.find((String) name).isEmpty())
                .map(schema -> "there is no column '" + name + "'." + NearestName.hint((String) name, schema.names()));
    }

    private static Optional<String> brokenRegex(String regex) {
        try {
            PythonRegex.of(regex).pattern();
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("'" + regex + "' is not a regular expression: " + e.getDescription());
        }
    }
}
