package dev.daybreak.models.boosting;

import dev.daybreak.engine.Application;
import dev.daybreak.engine.Applications;
import dev.daybreak.models.artifact.GoldenRow;
import dev.daybreak.models.boosting.Trainer.Fit;
import dev.daybreak.models.boosting.Trainer.Labelled;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Trains with the workers of Spark, each of which holds a stretch of the rows: they build every tree together, from the sums of what
 * each has counted ("XGBoost: A scalable tree boosting system", section 3.2). Same rows and as many workers give the same bytes,
 * which are others than those of {@link Trainer}.
 *
 * @param applications what runs the application, which is apart from this program: its XGBoost is an older one, for Spark's Scala
 * @param jars the folder with the application
 */
public record SparkTrainer(Applications applications, Path jars) {
    private static final String MAIN = "dev.daybreak.engine.spark.training.TrainingMain";
    private static final String MODULE = "engine-spark-training";
    private static final int SAMPLES = 200;
    private static final int TRIAL_ROWS = 256;

    /**
     * Trains. The caller closes the result.
     *
     * @param model its name, for errors
     * @param folder an existing one, which Spark sees under the same path; what is left in it is the caller's to remove
     * @param stopping rows that early stopping looks at; needed if there is patience
     * @throws DaybreakException as {@link Trainer#train} and {@link Applications#run} do, and {@code TRAINING_FAILED} if this
     *     program's XGBoost predicts otherwise than the one that trained
     */
    public Fit train(
            Trainer trainer,
            String model,
            Path folder,
            Labelled training,
            Optional<Labelled> stopping,
            BooleanSupplier cancelled) {
        tryParameters(trainer, training);
        try {
            HandedRows.write(folder.resolve("training.rows"), training);
            if (stopping.isPresent()) {
                HandedRows.write(folder.resolve("stopping.rows"), stopping.get());
            }
            write(request(trainer, stopping.isPresent()), folder.resolve("request.properties"));
            applications.run(
                    new Application(
                            "train model '" + model + "'", MODULE, jars, MAIN, List.of(folder.toString()), folder),
                    cancelled);
            return fit(trainer, model, folder, training);
        } catch (IOException e) {
            throw new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot train model '" + model + "' on Spark: files in '" + folder + "' cannot be written or read: "
                            + e.getMessage(),
                    "Make room on the disk, or make the folder writable",
                    e);
        }
    }

    /** What XGBoost refuses is told before Spark is started, and in the words in which it is told without Spark. */
    private static void tryParameters(Trainer trainer, Labelled training) {
        int rows = Math.min(TRIAL_ROWS, training.labels().length);
        int columns = training.rows().columns();
        Labelled few = new Labelled(
                new Matrix(Arrays.copyOf(training.rows().values(), rows * columns), rows, columns),
                Arrays.copyOf(training.labels(), rows));
        new Trainer(trainer.parameters(), 1, trainer.seed(), 1, OptionalInt.empty(), trainer.categorical())
                .train(few, Optional.empty(), () -> false, round -> {})
                .close();
    }

    private static Properties request(Trainer trainer, boolean stopsEarly) {
        Properties request = new Properties();
        StringBuilder categorical = new StringBuilder();
        for (boolean flag : trainer.categorical()) {
            categorical.append(flag ? '1' : '0');
        }
        request.setProperty("categorical", categorical.toString());
        request.setProperty("rounds", Integer.toString(trainer.rounds()));
        request.setProperty(
                "patience", Integer.toString(stopsEarly ? trainer.patience().orElse(0) : 0));
        request.setProperty("samples", Integer.toString(SAMPLES));
        trainer.base().forEach((name, value) -> request.setProperty("parameter." + name, value.toString()));
        // How many threads a worker has is for Spark to say.
        request.remove("parameter.nthread");
        List<?> metrics = trainer.evaluationMetrics();
        if (!metrics.isEmpty()) {
            request.setProperty(
                    "parameter.eval_metric", metrics.get(metrics.size() - 1).toString());
        }
        return request;
    }

    private static void write(Properties request, Path file) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            request.store(writer, null);
        }
    }

    private static Fit fit(Trainer trainer, String model, Path folder, Labelled training) throws IOException {
        Properties outcome = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve("outcome.properties"), StandardCharsets.UTF_8)) {
            outcome.load(reader);
        }
        byte[] all = Files.readAllBytes(folder.resolve("model.json"));
        String version = outcome.getProperty("library");
        try (Trees trees = Trees.load(all, trainer.threads())) {
            requireSame(model, version, trees, training, outcome.getProperty("predictions"));
        }
        int rounds = Integer.parseInt(outcome.getProperty("rounds"));
        try {
            // Saved once more by this program's XGBoost, whose form is read wherever models of this program are.
            Booster booster = trainer.shorter(all, rounds);
            return new Fit(
                    booster.toByteArray("json"),
                    rounds,
                    new Trees(booster),
                    version,
                    Integer.parseInt(outcome.getProperty("workers")));
        } catch (XGBoostError e) {
            throw new IllegalStateException("A model that was just loaded can be saved", e);
        }
    }

    private static void requireSame(String model, String version, Trees trees, Labelled training, String predictions) {
        String[] theirs = predictions.split(",");
        int columns = training.rows().columns();
        float[] values = Arrays.copyOf(training.rows().values(), theirs.length * columns);
        float[] ours = trees.predict(new Matrix(values, theirs.length, columns));
        for (int i = 0; i < theirs.length; i++) {
            double expected = Double.parseDouble(theirs[i]);
            if (!GoldenRow.isNear(ours[i], expected)) {
                throw new DaybreakException(
                        ErrorCode.TRAINING_FAILED,
                        "Cannot use model '" + model + "' that was trained on Spark: XGBoost " + version
                                + ", which trained it, predicts training row " + (i + 1) + " as " + theirs[i]
                                + ", and XGBoost " + XGBoostLibrary.version() + " of this program as " + ours[i],
                        "Train it without 'train_on: spark'");
            }
        }
    }
}
