package dev.daybreak.quality;

import java.util.Arrays;

/** Relative entropy of shares. */
final class Divergence {
    private Divergence() {}

    static Verdict judge(long[] observed, double[] expected, double threshold) {
        long total = Arrays.stream(observed).sum();
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
