package dev.daybreak.quality;

import dev.daybreak.engine.Rows;
import dev.daybreak.project.schema.DataType.Primitive;
import java.util.ArrayList;
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
        List<?> values = new ArrayList<>((java.util.Collection<?>) partition.get("values"));
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
            long[] observed = java.util.Arrays.copyOf(counts, expected.length);
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

    /** Relative entropy of shares. */
    static final class Divergence {
        private Divergence() {}

        static Verdict judge(long[] observed, double[] expected, double threshold) {
            long total = java.util.Arrays.stream(observed).sum();
            if (total == 0) {
                return Verdict.failed("Cannot evaluate: there is no value");
            }
            double sum = 0;
            for (int i = 0; i < observed.length; i++) {
                double share = observed[i] / (double) total;
                if (share > 0) {
                    sum += expected[i] > 0 ? share * Math.log(share / expected[i]) : Double.POSITIVE_INFINITY;
                }
            }
            Object shown = Double.isFinite(sum) ? (Object) sum : null;
            String said = Double.isFinite(sum) ? String.valueOf(sum) : "infinite: values occur where none is expected";
            return Verdict.on(
                    shown, total, sum <= threshold, "the divergence is " + said + ", must be at most " + threshold);
        }
    }

    /** Shares of numbers in bins: [a, b), the last closed, and what lies below and above. */
    static final class Histogram {
        private final Field field;
        private final Arguments arguments;
        private final List<Double> edges = new ArrayList<>();
        private final List<Double> expected = new ArrayList<>();

        Histogram(Field field, Arguments arguments, Map<?, ?> partition) {
            this.field = field;
            this.arguments = arguments;
            List<Double> bins = doubles(partition.get("bins"), "bins");
            double[] weights = weights(partition);
            if (bins.size() != weights.length + 1) {
                throw new Unevaluable("parameter 'partition_object' has " + bins.size() + " bins and " + weights.length
                        + " weights, but needs one edge more than weights");
            }
            spread(bins, weights, partition);
        }

        static double[] weights(Map<?, ?> partition) {
            return doubles(partition.get("weights"), "weights").stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
        }

        private static List<Double> doubles(Object list, String name) {
            if (!(list instanceof java.util.Collection<?> elements)) {
                throw new Unevaluable("parameter 'partition_object' has no list '" + name + "'");
            }
            List<Double> numbers = new ArrayList<>();
            for (Object element : elements) {
                numbers.add(((Number) element).doubleValue());
            }
            return numbers;
        }

        /** Fills edges, and the weights expected of below, the bins, and above; holdouts are taken from the bins. */
        private void spread(List<Double> bins, double[] weights, Map<?, ?> partition) {
            boolean openBelow = bins.get(0) == Double.NEGATIVE_INFINITY;
            boolean openAbove = bins.get(bins.size() - 1) == Double.POSITIVE_INFINITY;
            double tail = arguments.number("tail_weight_holdout", 0);
            double inner = arguments.number("internal_weight_holdout", 0);
            double scale = 1 - tail - inner;
            List<Double> tails = partition.containsKey("tail_weights")
                    ? doubles(partition.get("tail_weights"), "tail_weights")
                    : List.of(0.0, 0.0);
            int first = openBelow ? 1 : 0;
            int last = weights.length - (openAbove ? 1 : 0);
            int zeros = 0;
            for (int i = first; i < last; i++) {
                zeros += weights[i] == 0 ? 1 : 0;
            }
            expected.add(openBelow ? weights[0] * scale : tails.get(0) * scale + tail / 2);
            for (int i = first; i < last; i++) {
                expected.add(weights[i] == 0 && zeros > 0 ? inner / zeros : weights[i] * scale);
            }
            expected.add(openAbove ? weights[weights.length - 1] * scale : tails.get(1) * scale + tail / 2);
            edges.addAll(bins.subList(first, bins.size() - (openAbove ? 1 : 0)));
        }

        Measurement measure(Subject subject) {
            List<String> counts = new ArrayList<>();
            counts.add(subject.count(field.sql() + " < " + edge(0)));
            for (int i = 0; i + 1 < edges.size(); i++) {
                boolean closed = i + 2 == edges.size();
                counts.add(subject.count(field.sql() + " >= " + edge(i) + " AND " + field.sql()
                        + (closed ? " <= " : " < ") + edge(i + 1)));
            }
            counts.add(subject.count(field.sql() + " > " + edge(edges.size() - 1)));
            double[] weights =
                    expected.stream().mapToDouble(Double::doubleValue).toArray();
            return new Measurement.Aggregates(subject.from(), counts, values -> {
                long[] observed = values.stream()
                        .mapToLong(each -> ((Number) each).longValue())
                        .toArray();
                return Divergence.judge(observed, weights, arguments.number("threshold"));
            });
        }

        private String edge(int index) {
            return Literal.of(edges.get(index), Primitive.DOUBLE);
        }
    }
}
