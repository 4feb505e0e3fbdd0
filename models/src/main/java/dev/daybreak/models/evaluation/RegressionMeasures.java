package dev.daybreak.models.evaluation;

import java.util.Arrays;
import java.util.List;

/** Root mean squared and mean absolute error of predictions of a number, and mean predicted over mean observed. */
final class RegressionMeasures implements Measures {
    static final List<String> NAMES = List.of("rmse", "mae", "calibration_ratio");

    private final float[] predictions;
    private final float[] labels;

    RegressionMeasures(float[] predictions, float[] labels) {
        this.predictions = predictions.clone();
        this.labels = labels.clone();
    }

    @Override
    public List<String> names() {
        return NAMES;
    }

    @Override
    public int rows() {
        return labels.length;
    }

    @Override
    public double[] of(int[] counts) {
        double weight = 0;
        double squares = 0;
        double distances = 0;
        double predicted = 0;
        double observed = 0;
        for (int i = 0; i < labels.length; i++) {
            int count = counts == null ? 1 : counts[i];
            double error = (double) predictions[i] - labels[i];
            weight += count;
            squares += count * error * error;
            distances += count * Math.abs(error);
            predicted += count * (double) predictions[i];
            observed += count * (double) labels[i];
        }
        double ratio = observed == 0 ? Double.NaN : predicted / observed;
        return new double[] {Math.sqrt(squares / weight), distances / weight, ratio};
    }

    @Override
    public Curves curves() {
        long[] keys = new long[predictions.length];
        for (int i = 0; i < keys.length; i++) {
            int bits = Float.floatToIntBits(predictions[i] + 0.0f);
            // The bits of negative numbers sort the other way round.
            keys[i] = ((long) (bits ^ ((bits >> 31) & Integer.MAX_VALUE)) << 32) | i;
        }
        Arrays.sort(keys);
        CalibrationLine calibration = new CalibrationLine(keys.length);
        int count = 0;
        double sum = 0;
        for (int i = 0; i < keys.length; i++) {
            count++;
            sum += labels[(int) keys[i]];
            if (i + 1 == keys.length || keys[i] >> 32 != keys[i + 1] >> 32) {
                calibration.add(count, predictions[(int) keys[i]], sum);
                count = 0;
                sum = 0;
            }
        }
        return new Curves(List.of(), List.of(), calibration.points());
    }
}
