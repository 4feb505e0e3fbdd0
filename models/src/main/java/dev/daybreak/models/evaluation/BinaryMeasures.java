package dev.daybreak.models.evaluation;

import dev.daybreak.models.evaluation.Curves.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Figures for a score that stands for the probability of label 1. Rows are sorted once by score; every further look is one
 * pass over groups of rows with equal scores, so ties count right and the order within a tie does not matter.
 *
 * <ul>
 *   <li>AUC is the Mann-Whitney statistic with ties as one half: Hanley and McNeil, "The meaning and use of the area under a
 *       receiver operating characteristic (ROC) curve", Radiology 143 (1982).
 *   <li>PR-AUC is average precision, the sum of precision times the step in recall over distinct scores, without
 *       interpolation: Davis and Goadrich, "The relationship between precision-recall and ROC curves", ICML 2006, say why.
 *   <li>Calibration error is the mean distance of predicted and observed shares over {@value #BINS} bins of equal count: Naeini,
 *       Cooper and Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015. A tie that
 *       crosses a bin's edge is divided in proportion.
 * </ul>
 */
final class BinaryMeasures implements Measures {
    private static final int BINS = 10;
    private static final double SMALLEST_PROBABILITY = 1e-15;
    static final List<String> NAMES = List.of("auc", "log_loss", "pr_auc", "calibration_error", "calibration_ratio");

    /** All bits set for a row with label 1, none for another. */
    private final int[] positive;

    private final int[] groupEnd;
    private final double[] groupScore;
    private final double[] positiveLoss;
    private final double[] negativeLoss;

    /**
     * @param scores 0 to 1
     * @param labels 0 or 1, one per score
     */
    BinaryMeasures(float[] scores, float[] labels) {
        int rows = scores.length;
        long[] keys = new long[rows];
        for (int i = 0; i < rows; i++) {
            // Scores are not negative, so their bits sort as they do; the complement puts the highest score first.
            keys[i] = ((long) ~Float.floatToIntBits(scores[i] + 0.0f) << 32) | i;
        }
        Arrays.sort(keys);
        positive = new int[rows];
        int[] ends = new int[rows];
        int groups = 0;
        for (int i = 0; i < rows; i++) {
            positive[i] = labels[(int) keys[i]] > 0.5f ? -1 : 0;
            if (i + 1 == rows || keys[i] >> 32 != keys[i + 1] >> 32) {
                ends[groups++] = i + 1;
            }
        }
        groupEnd = Arrays.copyOf(ends, groups);
        groupScore = new double[groups];
        positiveLoss = new double[groups];
        negativeLoss = new double[groups];
        for (int group = 0; group < groups; group++) {
            double score = scores[(int) keys[groupEnd[group] - 1]];
            double clipped = Math.min(Math.max(score, SMALLEST_PROBABILITY), 1 - SMALLEST_PROBABILITY);
            groupScore[group] = score;
            positiveLoss[group] = -Math.log(clipped);
            negativeLoss[group] = -Math.log1p(-clipped);
        }
    }

    @Override
    public List<String> names() {
        return NAMES;
    }

    @Override
    public int rows() {
        return positive.length;
    }

    @Override
    public double[] of(int[] counts) {
        Bins bins = new Bins(positive.length);
        double positives = 0;
        double negatives = 0;
        double pairs = 0;
        double precision = 0;
        double loss = 0;
        double predicted = 0;
        int row = 0;
        // Which rows a resample draws, and which are positive, no processor can guess: so nothing here depends on a
        // guess, and a group
        // that was not drawn adds zeros.
        for (int group = 0; group < groupEnd.length; group++) {
            int end = groupEnd[group];
            int drawn = 0;
            int drawnPositive = 0;
            for (; row < end; row++) {
                int count = counts == null ? 1 : counts[row];
                drawn += count;
                drawnPositive += count & positive[row];
            }
            double ones = drawnPositive;
            double zeros = drawn - drawnPositive;
            pairs += zeros * (positives + 0.5 * ones);
            positives += ones;
            negatives += zeros;
            precision += ones * (positives / Math.max(positives + negatives, 1));
            loss += ones * positiveLoss[group] + zeros * negativeLoss[group];
            predicted += (ones + zeros) * groupScore[group];
            bins.add(ones, zeros, groupScore[group]);
        }
        double total = positives + negatives;
        return new double[] {
            pairs / (positives * negatives),
            loss / total,
            precision / positives,
            bins.error() / total,
            positives == 0 ? Double.NaN : predicted / positives
        };
    }

    @Override
    public Curves curves() {
        int positives = 0;
        for (int row : positive) {
            positives += row & 1;
        }
        double negatives = positive.length - positives;
        List<Point> roc = new ArrayList<>(List.of(new Point(0, 0)));
        List<Point> precisionRecall = new ArrayList<>();
        CalibrationLine calibration = new CalibrationLine(positive.length);
        int found = 0;
        int row = 0;
        int rocPart = 0;
        int recallPart = -1;
        for (int group = 0; group < groupEnd.length; group++) {
            int before = found;
            int begin = row;
            for (; row < groupEnd[group]; row++) {
                found += positive[row] & 1;
            }
            double recall = (double) found / positives;
            double fallOut = (row - found) / negatives;
            // Both lines rise from end to end, so points at even distances along them lose no part of them.
            int alongRoc = (int) ((recall + fallOut) / 2 * Curves.PARTS);
            if (alongRoc > rocPart || row == positive.length) {
                roc.add(new Point(fallOut, recall));
                rocPart = alongRoc;
            }
            int alongRecall = (int) (recall * Curves.PARTS);
            if (alongRecall > recallPart) {
                precisionRecall.add(new Point(recall, (double) found / row));
                recallPart = alongRecall;
            }
            calibration.add(row - begin, groupScore[group], found - before);
        }
        List<Point> rising = new ArrayList<>(calibration.points());
        Collections.reverse(rising);
        return new Curves(roc, precisionRecall, rising);
    }

    /** Fills bins of equal weight one after the other. */
    private static final class Bins {
        private final double capacity;
        private double weight;
        private double gap;
        private double sum;

        Bins(int total) {
            capacity = (double) total / BINS;
        }

        void add(double ones, double zeros, double score) {
            double rest = ones + zeros;
            if (weight + rest < capacity) {
                weight += rest;
                gap += rest * score - ones;
                return;
            }
            double surplus = score - ones / rest;
            while (rest > 0) {
                double part = Math.min(rest, capacity - weight);
                weight += part;
                gap += part * surplus;
                rest -= part;
                if (weight >= capacity * (1 - 1e-12)) {
                    close();
                }
            }
        }

        private void close() {
            sum += Math.abs(gap);
            weight = 0;
            gap = 0;
        }

        double error() {
            close();
            return sum;
        }
    }
}
