package dev.daybreak.engine.duckdb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Estimates how many different values there were from the largest rank in each of 512 registers: HyperLogLog++ (Heule, Nunkesser
 * and Hall, "HyperLogLog in Practice", EDBT 2013) at the precision of Spark's {@code approx_count_distinct}, a standard error of
 * 4.6 %, and with its bounds and roundings, so that both engines give one number. The order of values does not matter.
 *
 * <p>A value counts by its coupon, which is the number of its register and its rank there. Coupons fit a character below the
 * surrogates, so the different ones of a group are a text of at most 28,160 characters.
 */
final class HyperLogLog {
    private static final int INDEX_BITS = 9;
    private static final int REGISTERS = 1 << INDEX_BITS;
    private static final int RANK_BITS = 6;
    private static final int RANK_MASK = (1 << RANK_BITS) - 1;
    private static final double ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);
    /** Up to so many by counting the empty registers, and in any case up to a raw estimate of so many for each register. */
    private static final double LINEAR_TO = 400;

    private static final double LINEAR_RAW_TO = 2.5 * REGISTERS;
    private static final double BIASED_BELOW = 5.0 * REGISTERS;
    private static final int NEIGHBOURS = 6;
    private static final String BIAS = "hyperloglog-bias.txt";
    private static final double[][] ESTIMATES_AND_BIASES = read();

    private HyperLogLog() {}

    private static double[][] read() {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(HyperLogLog.class.getResourceAsStream(BIAS), StandardCharsets.UTF_8))) {
            List<String[]> rows = lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .toList();
            double[] estimates =
                    rows.stream().mapToDouble(row -> Double.parseDouble(row[0])).toArray();
            double[] biases =
                    rows.stream().mapToDouble(row -> Double.parseDouble(row[1])).toArray();
            return new double[][] {estimates, biases};
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read '" + BIAS + "'", e);
        }
    }

    /** The coupon of a value, by its hash: 1 to 32,760. */
    static int coupon(long hash) {
        int register = (int) (hash >>> (Long.SIZE - INDEX_BITS));
        long rest = hash << INDEX_BITS | 1L << (INDEX_BITS - 1);
        return register << RANK_BITS | (Long.numberOfLeadingZeros(rest) + 1);
    }

    /**
     * How many different values there were.
     *
     * @param coupons each of them at least once, as characters, in any order
     */
    static long estimate(String coupons) {
        int[] ranks = new int[REGISTERS];
        for (int i = 0; i < coupons.length(); i++) {
            int register = coupons.charAt(i) >>> RANK_BITS;
            ranks[register] = Math.max(ranks[register], coupons.charAt(i) & RANK_MASK);
        }
        double empty = 0;
        double sum = 0;
        for (int rank : ranks) {
            empty += rank == 0 ? 1 : 0;
            sum += 1.0 / (1L << rank);
        }
        double raw = ALPHA * REGISTERS * REGISTERS / sum;
        double linear = REGISTERS * Math.log(REGISTERS / empty);
        boolean few = empty > 0 && (linear <= LINEAR_TO || raw <= LINEAR_RAW_TO);
        return Math.round(few ? linear : raw < BIASED_BELOW ? raw - bias(raw) : raw);
    }

    /** The mean of the biases that were measured at the nearest estimates; above all of them one less counts, as in Spark. */
    private static double bias(double raw) {
        double[] estimates = ESTIMATES_AND_BIASES[0];
        int found = Arrays.binarySearch(estimates, raw);
        int next = found < 0 ? -found - 1 : found;
        int from = Math.max(next - NEIGHBOURS + 1, 0);
        int to = Math.min(from + NEIGHBOURS, estimates.length);
        while (to < estimates.length && Math.abs(estimates[to] - raw) < Math.abs(estimates[from] - raw)) {
            from++;
            to++;
        }
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += ESTIMATES_AND_BIASES[1][i];
        }
        return sum / (to - from);
    }
}
