package dev.daybreak.quality;

import dev.daybreak.project.schema.DataType.Primitive;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Shares of numbers in bins: [a, b), the last closed, and what lies below and above. */
final class Histogram {
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
        if (!(list instanceof Collection<?> elements)) {
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
            counts.add(subject.count(
                    field.sql() + " >= " + edge(i) + " AND " + field.sql() + (closed ? " <= " : " < ") + edge(i + 1)));
        }
        counts.add(subject.count(field.sql() + " > " + edge(edges.size() - 1)));
        double[] weights = expected.stream().mapToDouble(Double::doubleValue).toArray();
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
