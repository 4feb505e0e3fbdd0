package dev.daybreak.models.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.daybreak.models.evaluation.Curves.Point;
import dev.daybreak.models.evaluation.Evaluation.Resampling;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static double value(Evaluation evaluation, String metric) {
        return evaluation.metrics().get(metric).value();
    }

    @Test
    void measuresAClassifierAsByHand() {
        float[] scores = {0.1f, 0.4f, 0.35f, 0.8f};
        float[] labels = {0, 0, 1, 1};

        Evaluation evaluation = Evaluation.ofClassifier(scores, labels, Resampling.NONE);

        // Of the four pairs, 0.35 against 0.4 is the wrong way round.
        assertThat(value(evaluation, "auc")).isEqualTo(0.75);
        // Recall steps by a half at 0.8 (precision 1) and at 0.35 (precision 2/3).
        assertThat(value(evaluation, "pr_auc")).isCloseTo(0.5 * 1 + 0.5 * 2 / 3, within(1e-12));
        double loss = -(Math.log(0.9) + Math.log(0.6) + Math.log(0.35) + Math.log(0.8)) / 4;
        assertThat(value(evaluation, "log_loss")).isCloseTo(loss, within(1e-7));
        assertThat(value(evaluation, "calibration_ratio")).isCloseTo(1.65 / 2, within(1e-7));
        assertThat(evaluation.headline()).isEqualTo("auc 0.750");
    }

    @Test
    void countsTiesAsOneHalf() {
        Evaluation evaluation =
                Evaluation.ofClassifier(new float[] {0.5f, 0.5f, 0.5f}, new float[] {0, 1, 0}, Resampling.NONE);

        assertThat(value(evaluation, "auc")).isEqualTo(0.5);
        assertThat(value(evaluation, "pr_auc")).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(value(evaluation, "calibration_error")).isCloseTo(0.5 - 1.0 / 3, within(1e-12));
    }

    @Test
    void agreesWithCountingEveryPair() {
        Random random = new Random(4);
        for (int round = 0; round < 50; round++) {
            int rows = 2 + random.nextInt(60);
            float[] scores = new float[rows];
            float[] labels = new float[rows];
            for (int i = 0; i < rows; i++) {
                scores[i] = random.nextInt(8) / 8f;
                labels[i] = random.nextInt(2);
            }
            labels[0] = 0;
            labels[1] = 1;

            double auc = value(Evaluation.ofClassifier(scores, labels, Resampling.NONE), "auc");

            assertThat(auc).isCloseTo(bruteForce(scores, labels), within(1e-12));
        }
    }

    private static double bruteForce(float[] scores, float[] labels) {
        double wins = 0;
        double pairs = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (labels[i] == 1 && labels[j] == 0) {
                    pairs++;
                    wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        return wins / pairs;
    }

    @Test
    void findsMiscalibrationBinByBin() {
        float[] scores = new float[100];
        float[] labels = new float[100];
        for (int i = 0; i < 100; i++) {
            // Ten distinct scores, ten rows each: bins and scores coincide. All labels are 0 below a half, 1 above.
            int bin = i / 10;
            scores[i] = (bin + 0.5f) / 10;
            labels[i] = i < 50 ? 0 : 1;
        }

        Evaluation evaluation = Evaluation.ofClassifier(scores, labels, Resampling.NONE);

        // Distances 0.05, 0.15 .. 0.45 twice: 0.25 on average.
        assertThat(value(evaluation, "calibration_error")).isCloseTo(0.25, within(1e-6));
    }

    @Test
    void measuresARegressionAsByHand() {
        Evaluation evaluation = Evaluation.ofRegression(new float[] {1, 2, 6}, new float[] {1, 4, 5}, Resampling.NONE);

        assertThat(value(evaluation, "rmse")).isCloseTo(Math.sqrt(5.0 / 3), within(1e-12));
        assertThat(value(evaluation, "mae")).isEqualTo(1.0);
        assertThat(value(evaluation, "calibration_ratio")).isCloseTo(0.9, within(1e-12));
    }

    @Test
    void drawsCurvesOfAClassifierAsByHand() {
        float[] scores = {0.1f, 0.4f, 0.35f, 0.8f};
        float[] labels = {0, 0, 1, 1};

        Curves curves = Evaluation.ofClassifier(scores, labels, Resampling.NONE).curves();

        assertThat(curves.roc())
                .containsExactly(
                        new Point(0, 0), new Point(0, 0.5), new Point(0.5, 0.5), new Point(0.5, 1), new Point(1, 1));
        assertThat(curves.precisionRecall()).containsExactly(new Point(0.5, 1), new Point(1, 2.0 / 3));
        assertThat(curves.calibration())
                .containsExactly(new Point(0.1, 0), new Point(0.35, 1), new Point(0.4, 0), new Point(0.8, 1));
    }

    @Test
    void curvesOfManyRowsAreShortAndLoseNoArea() {
        Sample sample = Sample.draw(50_000, new Random(5));

        Evaluation evaluation = Evaluation.ofClassifier(sample.scores, sample.labels, Resampling.NONE);

        Curves curves = evaluation.curves();
        assertThat(curves.roc()).hasSizeBetween(150, Curves.MOST_POINTS).endsWith(new Point(1, 1));
        assertThat(curves.precisionRecall()).hasSizeBetween(150, Curves.MOST_POINTS);
        assertThat(curves.calibration()).hasSize(10);
        assertThat(area(curves.roc())).isCloseTo(value(evaluation, "auc"), within(1e-3));
        assertThat(curves.calibration())
                .allSatisfy(point -> assertThat(point.y()).isCloseTo(point.x(), within(0.03)))
                .isSortedAccordingTo(Comparator.comparing(Point::x));
    }

    private static double area(List<Point> curve) {
        double area = 0;
        for (int i = 1; i < curve.size(); i++) {
            Point from = curve.get(i - 1);
            Point to = curve.get(i);
            area += (to.x() - from.x()) * (from.y() + to.y()) / 2;
        }
        return area;
    }

    @Test
    void drawsCalibrationOfARegressionWithEqualPredictionsTogether() {
        Curves curves = Evaluation.ofRegression(
                        new float[] {6, -2, -2, -1}, new float[] {5, -1, -4, 0}, Resampling.NONE)
                .curves();

        assertThat(curves.roc()).isEmpty();
        assertThat(curves.precisionRecall()).isEmpty();
        assertThat(curves.calibration()).containsExactly(new Point(-2, -2.5), new Point(-1, 0), new Point(6, 5));
    }

    @Test
    void givesTheSameIntervalWhateverTheThreads() {
        Sample sample = Sample.draw(2_000, new Random(1));

        Evaluation one = Evaluation.ofClassifier(sample.scores, sample.labels, new Resampling(50, 7, 1));
        Evaluation three = Evaluation.ofClassifier(sample.scores, sample.labels, new Resampling(50, 7, 3));

        assertThat(one).isEqualTo(three);
    }

    @Test
    void intervalsHoldTheTruthAboutAsOftenAsTheyPromise() {
        Random random = new Random(11);
        double truth = value(sampleEvaluation(Sample.draw(400_000, random), 0), "auc");
        int covered = 0;
        int trials = 200;
        for (int trial = 0; trial < trials; trial++) {
            Metric auc =
                    sampleEvaluation(Sample.draw(400, random), 200).metrics().get("auc");
            covered += auc.low() <= truth && truth <= auc.high() ? 1 : 0;
        }

        // 95 % of 200 is 190, with a standard deviation of 3.
        assertThat(covered).isBetween(178, 199);
    }

    /** The errors of a regression, whose spread is known, and of metrics of a classifier beside AUC. */
    @Test
    void intervalsOfOtherMetricsHoldTheTruthToo() {
        Random random = new Random(12);
        Map<String, Double> truths = new TreeMap<>();
        Evaluation many = sampleEvaluation(Sample.draw(400_000, random), 0);
        for (String metric : List.of("log_loss", "pr_auc", "calibration_ratio")) {
            truths.put(metric, value(many, metric));
        }
        // Errors are normal with a spread of 1.
        truths.put("rmse", 1.0);
        truths.put("mae", Math.sqrt(2 / Math.PI));
        Map<String, Integer> covered = new TreeMap<>();
        for (int trial = 0; trial < 200; trial++) {
            Map<String, Metric> metrics = new TreeMap<>(regression(400, random).metrics());
            metrics.putAll(sampleEvaluation(Sample.draw(400, random), 200).metrics());
            truths.forEach((name, truth) -> covered.merge(
                    name,
                    metrics.get(name).low() <= truth
                                    && truth <= metrics.get(name).high()
                            ? 1
                            : 0,
                    Integer::sum));
        }

        assertThat(covered).containsOnlyKeys(truths.keySet());
        assertThat(covered.values()).allSatisfy(times -> assertThat(times).isBetween(175, 199));
    }

    private static Evaluation regression(int rows, Random random) {
        float[] predictions = new float[rows];
        float[] labels = new float[rows];
        for (int i = 0; i < rows; i++) {
            predictions[i] = 100 * random.nextFloat();
            labels[i] = predictions[i] + (float) random.nextGaussian();
        }
        return Evaluation.ofRegression(predictions, labels, new Resampling(200, 3, 1));
    }

    @Test
    void everyMetricHasAnInterval() {
        Random random = new Random(13);
        Map<String, Metric> metrics = new TreeMap<>(regression(300, random).metrics());
        metrics.putAll(sampleEvaluation(Sample.draw(300, random), 100).metrics());

        assertThat(metrics).containsOnlyKeys(Evaluation.allMetrics());
        assertThat(metrics.values())
                .allSatisfy(metric -> assertThat(metric.low()).isLessThan(metric.high()));
    }

    private static Evaluation sampleEvaluation(Sample sample, int resamples) {
        return Evaluation.ofClassifier(sample.scores, sample.labels, new Resampling(resamples, 3, 1));
    }

    /** Scores that are true probabilities. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Sample(float[] scores, float[] labels) {
        static Sample draw(int rows, Random random) {
            float[] scores = new float[rows];
            float[] labels = new float[rows];
            for (int i = 0; i < rows; i++) {
                scores[i] = random.nextFloat();
                labels[i] = random.nextFloat() < scores[i] ? 1 : 0;
            }
            return new Sample(scores, labels);
        }
    }
}
