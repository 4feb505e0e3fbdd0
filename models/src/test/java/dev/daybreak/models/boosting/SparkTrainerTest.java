package dev.daybreak.models.boosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.engine.Application;
import dev.daybreak.models.boosting.Trainer.Fit;
import dev.daybreak.models.boosting.Trainer.Labelled;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program and an application of Spark hand each other; the application here is a stand-in that trains in this process. */
class SparkTrainerTest {
    private static final Map<String, Object> PARAMETERS =
            Map.of("objective", "binary:logistic", "max_depth", 3, "eval_metric", List.of("auc", "logloss"));

    /** A number, sometimes missing, and a category of five. */
    private static final boolean[] CATEGORICAL = {false, true};

    @TempDir
    private Path folder;

    private double shift;
    private Properties request;

    private static Labelled rows(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count * 2];
        float[] labels = new float[count];
        for (int i = 0; i < count; i++) {
            values[2 * i] = i % 17 == 0 ? Float.NaN : (float) random.nextGaussian();
            values[2 * i + 1] = random.nextInt(5);
            labels[i] = values[2 * i] + values[2 * i + 1] - 2 + random.nextGaussian() > 0 ? 1 : 0;
        }
        return new Labelled(new Matrix(values, count, 2), labels);
    }

    private static Trainer trainer(Map<String, Object> parameters, OptionalInt patience) {
        return new Trainer(parameters, 30, 5, 1, patience, CATEGORICAL);
    }

    private Labelled handed(String name) throws IOException {
        FloatBuffer floats = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name)))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        int count = floats.remaining() / 3;
        Labelled rows = new Labelled(new Matrix(new float[count * 2], count, 2), new float[count]);
        for (int row = 0; row < count; row++) {
            floats.get(rows.rows().values(), 2 * row, 2);
            rows.labels()[row] = floats.get();
        }
        return rows;
    }

    /** Trains all rounds and says that all but the last three are to be kept. */
    private void run(Application application, BooleanSupplier cancelled) {
        assertThat(application.arguments()).containsExactly(folder.toString());
        try {
            request = new Properties();
            try (Reader reader = Files.newBufferedReader(folder.resolve("request.properties"))) {
                request.load(reader);
            }
            Labelled training = handed("training.rows");
            int samples = Integer.parseInt(request.getProperty("samples"));
            try (Fit fit = trainer(PARAMETERS, OptionalInt.empty())
                    .train(training, Optional.empty(), cancelled, round -> {})) {
                Files.write(folder.resolve("model.json"), fit.model());
                float[] first = Arrays.copyOf(training.rows().values(), samples * 2);
                float[] predictions = fit.trees().predict(new Matrix(first, samples, 2));
                Properties outcome = new Properties();
                outcome.putAll(Map.of("library", "2.1.4", "workers", "3", "rounds", "27"));
                outcome.setProperty(
                        "predictions",
                        IntStream.range(0, samples)
                                .mapToObj(i -> Double.toString(predictions[i] + shift))
                                .collect(Collectors.joining(",")));
                try (Writer writer = Files.newBufferedWriter(folder.resolve("outcome.properties"))) {
                    outcome.store(writer, null);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Fit train(Trainer trainer, Optional<Labelled> stopping) {
        return new SparkTrainer(this::run, folder)
                .train(trainer, "clicks", folder, rows(500, 1), stopping, () -> false);
    }

    @Test
    void givesTheRoundsThatAreToBeKeptAsOneMachineWouldTrainThem() {
        try (Fit fit = train(trainer(PARAMETERS, OptionalInt.empty()), Optional.empty());
                Fit here = new Trainer(PARAMETERS, 27, 5, 1, OptionalInt.empty(), CATEGORICAL)
                        .train(rows(500, 1), Optional.empty(), () -> false, round -> {})) {
            assertThat(fit.rounds()).isEqualTo(27);
            assertThat(fit.workers()).isEqualTo(3);
            assertThat(fit.libraryVersion()).isEqualTo("2.1.4");
            assertThat(fit.trees().predict(rows(100, 2).rows()))
                    .isEqualTo(here.trees().predict(rows(100, 2).rows()));
        }
    }

    @Test
    void handsOverRowsToTheLastBitAndEveryParameter() throws IOException {
        Labelled stopping = rows(5_000, 3);

        train(trainer(PARAMETERS, OptionalInt.of(4)), Optional.of(stopping)).close();

        assertThat(handed("stopping.rows").rows().values())
                .isEqualTo(stopping.rows().values());
        assertThat(handed("stopping.rows").labels()).isEqualTo(stopping.labels());
        assertThat(request)
                .containsEntry("categorical", "01")
                .containsEntry("rounds", "30")
                .containsEntry("patience", "4")
                .containsEntry("parameter.objective", "binary:logistic")
                .containsEntry("parameter.max_depth", "3")
                .containsEntry("parameter.seed", "5")
                .containsEntry("parameter.eval_metric", "logloss")
                .doesNotContainKey("parameter.nthread");
    }

    @Test
    void refusesAModelThatThisProgramPredictsOtherwiseWith() {
        shift = 0.01;

        assertThatThrownBy(() -> train(trainer(PARAMETERS, OptionalInt.empty()), Optional.empty()))
                .isInstanceOfSatisfying(
                        DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TRAINING_FAILED))
                .hasMessageStartingWith("Cannot use model 'clicks' that was trained on Spark: XGBoost 2.1.4,"
                        + " which trained it, predicts training row 1 as ")
                .hasMessageContaining("XGBoost 3.0.4 of this program");
    }

    @Test
    void tellsWhatXgboostRefusesBeforeSparkIsStarted() {
        assertThatThrownBy(() -> train(
                        trainer(Map.of("objective", "binary:logistic", "max_depth", -3), OptionalInt.empty()),
                        Optional.empty()))
                .hasMessageStartingWith("Cannot train with XGBoost: ")
                .hasMessageContaining("max_depth");
        assertThat(request).isNull();
    }
}
