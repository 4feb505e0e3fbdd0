package dev.daybreak.models.boosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.daybreak.models.boosting.Trainer.Fit;
import dev.daybreak.models.boosting.Trainer.Labelled;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private static final Map<String, Object> PARAMETERS =
            Map.of("objective", "binary:logistic", "max_depth", 4, "eta", 0.3, "subsample", 0.7);

    /** Three columns: a number that matters, a category of 12 that matters, and noise. */
    private static Labelled rows(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count * 3];
        float[] labels = new float[count];
        for (int i = 0; i < count; i++) {
            int category = random.nextInt(12);
            values[3 * i] = random.nextInt(50) == 0 ? Float.NaN : (float) random.nextGaussian();
            values[3 * i + 1] = category;
            values[3 * i + 2] = (float) random.nextGaussian();
            double score = 1.5 * (Float.isNaN(values[3 * i]) ? 0 : values[3 * i]) + (category * 7 % 5 - 2);
            labels[i] = random.nextDouble() < 1 / (1 + Math.exp(-score)) ? 1 : 0;
        }
        return new Labelled(new Matrix(values, count, 3), labels);
    }

    private static Trainer trainer(int rounds, OptionalInt patience) {
        return new Trainer(PARAMETERS, rounds, 5, 2, patience, new boolean[] {false, true, false});
    }

    private static Fit train(Trainer trainer, Optional<Labelled> stopping) {
        return trainer.train(rows(2_000, 1), stopping, () -> false, round -> {});
    }

    @Test
    void trainsTheSameBytesFromTheSameRows() {
        try (Fit first = train(trainer(20, OptionalInt.empty()), Optional.empty());
                Fit second = train(trainer(20, OptionalInt.empty()), Optional.empty())) {
            assertThat(first.rounds()).isEqualTo(20);
            assertThat(first.model()).isEqualTo(second.model());
        }
    }

    @Test
    void keepsTheBestRoundsOnly() {
        Optional<Labelled> stopping = Optional.of(rows(500, 2));

        try (Fit stopped = train(trainer(200, OptionalInt.of(5)), stopping);
                Fit asLong = train(trainer(stopped.rounds(), OptionalInt.empty()), Optional.empty())) {
            assertThat(stopped.rounds()).isBetween(3, 100);
            assertThat(stopped.model()).isEqualTo(asLong.model());
        }
    }

    @Test
    void predictsManyRowsAsItPredictsFew() {
        Matrix rows = rows(300, 3).rows();

        try (Fit fit = train(trainer(20, OptionalInt.empty()), Optional.empty());
                Trees trees = Trees.load(fit.model(), 1);
                ManyRows laidOut = new ManyRows(rows)) {
            float[] few = trees.predict(rows);
            float[] many = trees.predict(laidOut);

            assertThat(trees.features()).isEqualTo(3);
            for (int i = 0; i < few.length; i++) {
                assertThat(few[i]).isCloseTo(many[i], within(1e-7f));
            }
        }
    }

    @Test
    void theTrainedTreesPredictExactlyAsTheSavedOnes() {
        for (Optional<Labelled> stopping : List.of(Optional.<Labelled>empty(), Optional.of(rows(200, 9)))) {
            OptionalInt patience = stopping.isPresent() ? OptionalInt.of(5) : OptionalInt.empty();
            try (Fit fit = train(trainer(200, patience), stopping);
                    Trees saved = Trees.load(fit.model(), 1);
                    ManyRows rows = new ManyRows(rows(300, 3).rows())) {
                assertThat(fit.trees().predict(rows)).isEqualTo(saved.predict(rows));
            }
        }
    }

    @Test
    void tellsWhichFeaturesHelp() {
        try (Fit fit = train(trainer(20, OptionalInt.empty()), Optional.empty())) {
            double[] shares = Gains.shares(fit.model(), 3);

            // The number and the category decide the label, the last column is noise.
            assertThat(shares[0]).isGreaterThan(0.3);
            assertThat(shares[1]).isGreaterThan(0.3);
            assertThat(shares[2]).isBetween(0.0, 0.2);
            assertThat(shares[0] + shares[1] + shares[2]).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void passesOnWhatXgboostRefuses() {
        Trainer trainer = new Trainer(
                Map.of("objective", "binary:logistic", "max_depth", -3), 5, 1, 1, OptionalInt.empty(), new boolean[3]);

        assertThatThrownBy(() -> train(trainer, Optional.empty()))
                .isInstanceOfSatisfying(DaybreakException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.TRAINING_FAILED);
                    assertThat(e)
                            .hasMessageStartingWith("Cannot train with XGBoost: ")
                            .hasMessageContaining("max_depth");
                });
    }

    @Test
    void stopsBetweenRoundsWhenCancelled() {
        int[] rounds = new int[1];

        assertThatThrownBy(() -> trainer(1000, OptionalInt.empty())
                        .train(rows(500, 1), Optional.empty(), () -> rounds[0] >= 3, round -> rounds[0] = round))
                .isInstanceOfSatisfying(
                        DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED))
                .hasMessageContaining("round 3 of 1000");
    }

    @Test
    void namesTheMissingOpenMpRuntime() {
        DaybreakException failure = XGBoostLibrary.unusable(new ExceptionInInitializerError(
                new UnsatisfiedLinkError("libgomp.so.1: cannot open shared object file: No such file or directory")));

        assertThat(failure.code()).isEqualTo(ErrorCode.OUT_OF_RESOURCES);
        assertThat(failure)
                .hasMessageStartingWith("Cannot load the native library of XGBoost 3.0.4 on ")
                .hasMessageContaining("libgomp.so.1");
        assertThat(failure.mend()).contains("apt-get install libgomp1");
    }
}
