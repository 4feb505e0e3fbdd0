package dev.daybreak.quality;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Expectations that each text is written in some form: JSON, a date in a format. */
final class FormatExpectations {
    /** Forms that Python's dateutil reads and that occur in practice; it reads more. */
    private static final List<String> DATE_FORMS = Stream.of(
                    "%Y-%m-%d",
                    "%Y/%m/%d",
                    "%m/%d/%Y",
                    "%d/%m/%Y",
                    "%m-%d-%Y",
                    "%d.%m.%Y",
                    "%Y%m%d",
                    "%b %d %Y",
                    "%b %d, %Y",
                    "%B %d, %Y",
                    "%d %b %Y",
                    "%d %B %Y")
            .flatMap(day -> Stream.of(day, day + " %H:%M", day + " %H:%M:%S", day + "T%H:%M:%S", day + " %I:%M %p"))
            .toList();

    /** A date, or a date with a time, whose value engines judge alike; with less than that, some take a year for a date. */
    private static final String ISO =
            "^\\s*\\d{4}-\\d{1,2}-\\d{1,2}([T ]\\d{1,2}:\\d{1,2}(:\\d{1,2}([.]\\d{1,6})?)?\\s*(Z|[+-]\\d{2}(:?\\d{2})?)?)?\\s*$";

    static final List<Expectation> ALL = List.of(
            Expectation.ofValues("expect_column_values_to_be_json_parseable", FormatExpectations::json),
            Expectation.ofValues(
                    "expect_column_values_to_match_json_schema",
                    JsonSchemaRule::measure,
                    Parameter.required("json_schema", ParameterKind.MAP)),
            Expectation.ofValues(
                    "expect_column_values_to_match_strftime_format",
                    FormatExpectations::strftime,
                    Parameter.required("strftime_format", ParameterKind.TEXT)),
            Expectation.ofValues("expect_column_values_to_be_dateutil_parseable", FormatExpectations::date));

    private FormatExpectations() {}

    private static Measurement json(Subject subject, Arguments arguments) {
        Field field = subject.field(arguments.text("column"));
        // A value that is no text is no JSON text either.
        String holds = field.isText() ? "json_valid(" + field.sql() + ")" : "FALSE";
        return RowRule.onValues(field, holds, "must be JSON").measure(subject, arguments);
    }

    private static Measurement strftime(Subject subject, Arguments arguments) {
        Field field = subject.field(arguments.text("column")).requireText();
        String format = arguments.text("strftime_format");
        String holds = "try_strptime(" + field.sql() + ", " + Quoting.text(format) + ") IS NOT NULL";
        return RowRule.onValues(field, holds, "must have the form '" + format + "'")
                .measure(subject, arguments);
    }

    private static Measurement date(Subject subject, Arguments arguments) {
        Field field = subject.field(arguments.text("column")).requireText();
        String forms = DATE_FORMS.stream()
                .map(form -> "try_strptime(" + field.sql() + ", " + Quoting.text(form) + ")")
                .collect(Collectors.joining(", ", "COALESCE(", ")"));
        String holds = "regexp_matches(" + field.sql() + ", " + Quoting.text(ISO) + ") AND TRY_CAST(" + field.sql()
                + " AS TIMESTAMP WITH TIME ZONE) IS NOT NULL OR " + forms + " IS NOT NULL";
        return RowRule.onValues(field, holds, "must be a date").measure(subject, arguments);
    }
}
