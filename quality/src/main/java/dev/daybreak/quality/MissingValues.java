package dev.daybreak.quality;

import java.util.List;
import java.util.stream.Collectors;

/** What {@code ignore_row_if} leaves out of a rule on several columns. */
final class MissingValues {
    static final Parameter PARAMETER = Parameter.optional(
            "ignore_row_if",
            ParameterKind.choice(List.of(
                    "both_values_are_missing",
                    "either_value_is_missing",
                    "all_values_are_missing",
                    "any_value_is_missing",
                    "neither",
                    "never")));

    private MissingValues() {}

    /** The condition that a row is looked at. Unless told otherwise, rows where all of the columns are null are not. */
    static String evaluated(Arguments arguments, List<Field> fields) {
        if (fields.isEmpty()) {
            throw new Unevaluable("parameter 'column_list' names no column");
        }
        String choice = arguments.optionalText("ignore_row_if").orElse("all_values_are_missing");
        return switch (choice) {
            case "both_values_are_missing", "all_values_are_missing" -> present(fields, " OR ");
            case "either_value_is_missing", "any_value_is_missing" -> present(fields, " AND ");
            case "neither", "never" -> "TRUE";
            default -> throw new Unevaluable("parameter 'ignore_row_if' is '" + choice + "'");
        };
    }

    private static String present(List<Field> fields, String operator) {
        return fields.stream().map(field -> field.sql() + " IS NOT NULL").collect(Collectors.joining(operator));
    }
}
