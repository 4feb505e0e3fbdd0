package dev.daybreak.quality;

import java.util.List;

/** Expectations that no value lies far from the others; the data is read twice, the second time against the first's measures. */
final class OutlierExpectations {
    static final List<Expectation> ALL = List.of(
            Expectation.ofValues(
                    "expect_column_value_z_scores_to_be_less_than",
                    OutlierExpectations::zScore,
                    Parameter.required("threshold", ParameterKind.NUMBER),
                    Parameter.optional("double_sided", ParameterKind.FLAG)),
            Expectation.ofValues(
                    "expect_column_values_to_not_be_outliers",
                    OutlierExpectations::outlier,
                    Parameter.optional("method", ParameterKind.choice(List.of("iqr", "std"))),
                    Parameter.optional("multiplier", ParameterKind.NUMBER)));

    private OutlierExpectations() {}

    /** With the deviation of a sample; where that is zero, no value has a score and none holds. */
    private static Measurement zScore(Subject subject, Arguments arguments) {
        Field field = subject.field(arguments.text("column")).requireNumeric();
        boolean doubleSided = arguments.flagOrTrue("double_sided");
        double given = arguments.number("threshold");
        double threshold = doubleSided ? Math.abs(given) : given;
        String score = "(" + field.sql() + " - daybreak_mean) / NULLIF(daybreak_deviation, 0)";
        String holds = (doubleSided ? "ABS(" + score + ")" : score) + " < CAST(" + threshold + " AS DOUBLE)";
        return RowRule.onValues(field, holds, "must have a z-score below " + given)
                .measure(subject, against(subject, field, deviation(field)), arguments);
    }

    private static Measurement outlier(Subject subject, Arguments arguments) {
        Field field = subject.field(arguments.text("column")).requireNumeric();
        double multiplier = arguments.number("multiplier", 1.5);
        if ("std".equals(arguments.raw("method"))) {
            String holds = "ABS(" + field.sql() + " - daybreak_mean) <= CAST(" + multiplier
                    + " AS DOUBLE) * daybreak_deviation";
            return RowRule.onValues(field, holds, "must lie within " + multiplier + " deviations of the mean")
                    .measure(subject, against(subject, field, deviation(field)), arguments);
        }
        String lower = "daybreak_quartiles[1]";
        String upper = "daybreak_quartiles[2]";
        String spread = "CAST(" + multiplier + " AS DOUBLE) * (" + upper + " - " + lower + ")";
        String holds = field.sql() + " BETWEEN " + lower + " - " + spread + " AND " + upper + " + " + spread;
        String quartiles = "QUANTILE_CONT(" + field.sql() + ", [0.25, 0.75]) AS daybreak_quartiles";
        return RowRule.onValues(field, holds, "must lie within " + multiplier + " times the interquartile range")
                .measure(subject, against(subject, field, quartiles), arguments);
    }

    private static String deviation(Field field) {
        return "AVG(" + field.sql() + ") AS daybreak_mean, STDDEV_SAMP(" + field.sql() + ") AS daybreak_deviation";
    }

    private static String against(Subject subject, Field field, String measures) {
        return subject.from() + " CROSS JOIN (SELECT " + measures + " FROM " + subject.from() + " WHERE "
                + subject.where() + " AND " + field.sql() + " IS NOT NULL) AS daybreak_measures";
    }
}
