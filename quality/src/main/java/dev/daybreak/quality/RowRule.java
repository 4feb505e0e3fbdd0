package dev.daybreak.quality;

import java.util.List;

/**
 * A rule that each row meets or does not.
 *
 * @param evaluated SQL condition: the rule is asked of this row at all (nulls are mostly left out)
 * @param holds SQL condition; a row where it is null does not hold
 * @param must says the rule to people, such as {@code 'age' must lie between 0 and 120}
 */
record RowRule(String evaluated, String holds, String must) {
    /** A rule on the values of a column that are not null. */
    static RowRule onValues(Field field, String holds, String must) {
        return new RowRule(field.sql() + " IS NOT NULL", holds, "'" + field.name() + "' " + must);
    }

    /** Measured over the subject's relation itself, together with other checks. */
    Measurement measure(Subject subject, Arguments arguments) {
        return measure(subject, subject.from(), arguments);
    }

    /**
     * Measured over a relation made from the subject's, with all its columns.
     *
     * @param from what stands after FROM
     */
    Measurement measure(Subject subject, String from, Arguments arguments) {
        String failing = "(" + evaluated + ") AND (" + holds + ") IS NOT TRUE";
        String sample = "SELECT " + subject.columns("") + " FROM " + from + " WHERE " + subject.where() + " AND "
                + failing + " LIMIT " + Finding.SAMPLE_SIZE;
        return new Measurement.Aggregates(
                from,
                List.of(subject.count("(" + evaluated + ")"), subject.count(failing)),
                Mostly.of(arguments, must),
                sample);
    }
}
