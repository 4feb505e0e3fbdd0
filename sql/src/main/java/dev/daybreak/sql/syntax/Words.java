package dev.daybreak.sql.syntax;

import java.util.Set;

/** Words, in upper case, that a grammar and an author take for different things. */
final class Words {
    /** Words that Calcite reserves and authors use for columns. */
    static final Set<String> COLUMNS = Set.of(
            "DATE",
            "TIME",
            "TIMESTAMP",
            "DATETIME",
            "DATEPART",
            "DATE_PART",
            "NEXT",
            "RANGE",
            "SKIP",
            "PATTERN",
            "MEASURE",
            "SNAPSHOT",
            "UUID",
            "VARIANT",
            "VOLATILE",
            "CURSOR",
            "STREAM",
            "NEW",
            "DEFINE",
            "CALL",
            "DESCRIBE",
            "MONDAY",
            "TUESDAY",
            "WEDNESDAY",
            "THURSDAY",
            "FRIDAY",
            "SATURDAY",
            "SUNDAY",
            "ORDINAL",
            "SET",
            "UPDATE",
            "DELETE",
            "INSERT",
            "MERGE",
            "GRANT",
            "DROP",
            "CREATE",
            "UNSIGNED");
    /** Functions whose names have a grammar of their own in Calcite. */
    static final Set<String> FUNCTIONS = Set.of(
            "DATEDIFF",
            "DATE_DIFF",
            "DATEADD",
            "DATE_PART",
            "DATEPART",
            "TIMESTAMP_DIFF",
            "TIME_DIFF",
            "DATETIME_DIFF",
            "RANGE",
            "UUID",
            "TIMESTAMP_TRUNC",
            "TIME_TRUNC",
            "DATETIME_TRUNC",
            "CLASSIFIER",
            "SET");
    /** Words after which an operand begins. */
    static final Set<String> BEFORE_OPERAND = Set.of(
            "SELECT",
            "DISTINCT",
            "BY",
            "WHERE",
            "AND",
            "OR",
            "ON",
            "THEN",
            "ELSE",
            "WHEN",
            "CASE",
            "NOT",
            "BETWEEN",
            "HAVING",
            "QUALIFY",
            "IN",
            "LIKE",
            "ILIKE",
            "ALL");

    static final Set<String> FRAMES = Set.of("BETWEEN", "UNBOUNDED", "CURRENT", "INTERVAL");

    /** Words after which the grammar takes a number and no expression. */
    static final Set<String> BEFORE_NUMBER = Set.of("LIMIT", "OFFSET", "INTERVAL");
    /** Words before which it does. */
    static final Set<String> AFTER_NUMBER = Set.of("PRECEDING", "FOLLOWING");

    private Words() {}

    /** Whether a word names a unit of time, in the singular or the plural. */
    static boolean isUnit(String word) {
        String unit = word.endsWith("S") ? word.substring(0, word.length() - 1) : word;
        return Set.of("SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR")
                .contains(unit);
    }
}
