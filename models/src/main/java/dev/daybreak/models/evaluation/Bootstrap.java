package dev.daybreak.models.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Percentile intervals from resampled rows: Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13.
 * A resample is a count per row, so nothing is sorted or copied again. Each resample has a generator of its own, made of
 * the seed and its number, so the figures do not depend on the threads.
 */
final class Bootstrap {
    private static final double LOW = 0.025;
    private static final double HIGH = 0.975;

    private Bootstrap() {}

    /** The figures of each resample: resamples by measures. */
    static double[][] resample(Measures measures, int resamples, long seed, int threads) {
        double[][] figures = new double[resamples][];
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> parts = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int first = thread;
                parts.add(() -> {
                    int[] counts = new int[measures.rows()];
                    for (int i = first; i < resamples; i += threads) {
                        draw(counts, new SplittableRandom(seed * 1_000_003 + i));
                        figures[i] = measures.of(counts);
                    }
                    return null;
                });
            }
            for (Future<Void> part : pool.invokeAll(parts)) {
                part.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while resampling", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
        return figures;
    }

    /**
     * Draws as many rows as there are, with replacement. A 32-bit number is scaled to a row by a multiplication: Lemire,
     * "Fast random integer generation in an interval", ACM TOMACS 29 (2019); its bias is below rows / 2^32.
     */
    private static void draw(int[] counts, SplittableRandom random) {
        Arrays.fill(counts, 0);
        long rows = counts.length;
        for (int drawn = 0; drawn < rows; drawn += 2) {
            long bits = random.nextLong();
            counts[(int) (((bits >>> 32) * rows) >>> 32)]++;
            if (drawn + 1 < rows) {
                counts[(int) (((bits & 0xFFFFFFFFL) * rows) >>> 32)]++;
            }
        }
    }

    /** The figure of a measure over all rows, with its interval; resamples where it is not defined are left out. */
    static Metric metric(double value, double[][] figures, int measure) {
        double[] sorted = Arrays.stream(figures)
                .mapToDouble(row -> row[measure])
                .filter(figure -> !Double.isNaN(figure))
                .sorted()
                .toArray();
        return new Metric(value, quantile(sorted, LOW), quantile(sorted, HIGH));
    }

    private static double quantile(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
