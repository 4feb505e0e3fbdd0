package dev.daybreak.quality;

import dev.daybreak.engine.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The expectation that a column's distribution is near a stated one, by the Kullback-Leibler divergence (relative entropy,
 * natural logarithm) of the observed shares from the stated weights. See Great Expectations'
 * {@code expect_column_kl_divergence_to_be_less_than} for bins, tails and holdouts.
 */
final class DivergenceExpectations {
    static final List<Expectation> ALL = List.of(Expectation.of(
            "expect_column_kl_divergence_to_be_less_than",
            DivergenceExpectations::measure,
            Parameter.required("column", ParameterKind.COLUMN),
            Parameter.optional("partition_object", ParameterKind.MAP),
            Parameter.optional("threshold", ParameterKind.NUMBER),
            Parameter.optional("tail_weight_holdout", ParameterKind.SHARE),
            Parameter.optional("internal_weight_holdout", ParameterKind.SHARE),
            Parameter.optional("bucketize_data", ParameterKind.FLAG),
            Parameter.optional("min_value", ParameterKind.NUMBER),
            Parameter.optional("max_value", ParameterKind.NUMBER)));

    private DivergenceExpectations() {}

    private static Measurement measure(Subject subject, Arguments arguments) {
        Field field = subject.field(arguments.text("column"));
        Map<?, ?> partition = arguments.map("partition_object");
        if (partition.isEmpty() || !arguments.has("threshold")) {
            // As upstream: with nothing to compare with, the distribution is only observed.
            return new Measurement.Known(Verdict.on(null, 0, true, ""));
        }
        if (partition.containsKey("values")) {
            return categories(subject, field, arguments, partition);
        }
        return new Histogram(field.requireNumeric(), arguments, partition).measure(subject);
    }

    private static Measurement categories(Subject subject, Field field, Arguments arguments, Map<?, ?> partition) {
        List<?> values = new ArrayList<>((Collection<?>) partition.get("values"));
        double[] weights = Histogram.weights(partition);
        double holdout = arguments.number("tail_weight_holdout", 0);
        StringBuilder branch = new StringBuilder("CASE");
        for (int i = 0; i < values.size(); i++) {
            String literal = Literal.find(values.get(i), field.type()).orElse("NULL");
            branch.append(" WHEN ")
                    .append(field.sql())
                    .append(" = ")
                    .append(literal)
                    .append(" THEN ")
                    .append(i);
        }
        // Each value that is not listed is a category of its own, with an equal part of the holdout.
        String sql = "SELECT " + branch + " ELSE " + values.size() + " END, COUNT(*) FROM " + subject.from() + " WHERE "
                + subject.where() + " AND " + field.sql() + " IS NOT NULL GROUP BY " + field.sql();
        return new Measurement.Listing(sql, rows -> {
            List<Long> unlisted = new ArrayList<>();
            long[] counts = count(rows, values.size(), unlisted);
            double[] expected = new double[values.size() + unlisted.size()];
            long[] observed = Arrays.copyOf(counts, expected.length);
            for (int i = 0; i < expected.length; i++) {
                boolean listed = i < values.size();
                expected[i] = listed ? weights[i] * (1 - holdout) : holdout / unlisted.size();
                observed[i] = listed ? counts[i] : unlisted.get(i - values.size());
            }
            return Finding.of(Divergence.judge(observed, expected, arguments.number("threshold")));
        });
    }

    private static long[] count(Rows rows, int listed, List<Long> unlisted) {
        long[] counts = new long[listed];
        while (rows.next()) {
            int category = ((Number) rows.value(0)).intValue();
            long rowsOfIt = ((Number) rows.value(1)).longValue();
            if (category < listed) {
                counts[category] += rowsOfIt;
            } else {
                unlisted.add(rowsOfIt);
            }
        }
        return counts;
    }
}
