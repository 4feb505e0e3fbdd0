package dev.daybreak.quality;

/**
 * The values of a column in order, each with the number of rows up to it. Grouping and ordering go to disk where memory ends,
 * which the engine's own quantiles do not; all quantiles of a column share it.
 */
record Distribution(Subject subject, Field field) {
    private static final String TOTAL = "daybreak_total";
    private static final String UP_TO = "daybreak_up_to";

    /** What stands after FROM. */
    String from() {
        String counts = "SELECT " + field.sql() + ", COUNT(*) AS daybreak_rows FROM " + subject.from() + " WHERE "
                + subject.where() + " AND " + field.sql() + " IS NOT NULL GROUP BY " + field.sql();
        return "(SELECT " + field.sql() + ", CAST(SUM(daybreak_rows) OVER (ORDER BY " + field.sql() + ") AS BIGINT) AS "
                + UP_TO
                + ", CAST(SUM(daybreak_rows) OVER () AS BIGINT) AS " + TOTAL + " FROM (" + counts
                + ") AS daybreak_counts) AS daybreak_distribution";
    }

    /** How many rows have a value. */
    static String present() {
        return "COALESCE(MAX(" + TOTAL + "), 0)";
    }

    /**
     * The first value at which the cumulative share reaches the level.
     *
     * @param level a literal from 0 to 1
     */
    String quantile(String level) {
        return "CAST(MIN(" + field.sql() + ") FILTER (WHERE " + UP_TO + " >= " + TOTAL + " * " + level + ") AS DOUBLE)";
    }

    /** The middle value, or the mean of the two in the middle. */
    String median() {
        String upper = "CAST(MIN(" + field.sql() + ") FILTER (WHERE " + UP_TO + " * 2 > " + TOTAL + ") AS DOUBLE)";
        return "(" + quantile("0.5") + " + " + upper + ") / 2";
    }
}
