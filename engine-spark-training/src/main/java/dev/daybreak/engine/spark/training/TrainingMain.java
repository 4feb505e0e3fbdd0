package dev.daybreak.engine.spark.training;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.scala.Booster;
import ml.dmlc.xgboost4j.scala.DMatrix;
import ml.dmlc.xgboost4j.scala.spark.TrackerConf;
import ml.dmlc.xgboost4j.scala.spark.Watches;
import ml.dmlc.xgboost4j.scala.spark.XGBoost$;
import ml.dmlc.xgboost4j.scala.spark.XGBoostExecutionParams;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import scala.Function0;
import scala.Function1;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Map;

/**
 * An application of Spark that trains one model with all of its workers at once. What it is asked is in a folder that every worker sees
 * ({@link Request}); it leaves {@code model.json} and {@code outcome.properties} there.
 *
 * <p>Estimators of XGBoost4J-Spark drop parameters that they have no name for. So its training is called as they call it, one layer
 * below, with every parameter as it was given.
 */
public final class TrainingMain {
    private static final int TOLD_LINES = 8;
    private static final long PATIENCE_MILLIS = 10_000;

    private TrainingMain() {}

    /** @param arguments the folder */
    public static void main(String[] arguments) throws IOException {
        Request request = Request.read(Path.of(arguments[0]));
        // What workers meet at is gone once one of them has failed: another attempt is the program's to make.
        SparkConf once = new SparkConf().set("spark.stage.maxConsecutiveAttempts", "1");
        try (JavaSparkContext spark = new JavaSparkContext(once)) {
            WorkerFailures failures = new WorkerFailures();
            spark.sc().addSparkListener(failures);
            trainOrTell(spark, request, failures);
        } catch (Exception e) {
            // Told after all that Spark has logged, where the program looks: at the end.
            System.err.println("Cannot train: " + words(e));
            System.exit(1);
        }
    }

    private static void trainOrTell(JavaSparkContext spark, Request request, WorkerFailures failures)
            throws IOException, XGBoostError, InterruptedException {
        try {
            train(spark, request);
        } catch (Exception e) {
            Optional<String> cause = failures.cause(PATIENCE_MILLIS);
            if (cause.isPresent()) {
                throw new IllegalStateException(cause.get(), e);
            }
            throw e;
        }
    }

    private static void train(JavaSparkContext spark, Request request) throws IOException, XGBoostError {
        int workers = workers(spark, request);
        Booster booster = XGBoost$.MODULE$
                .trainDistributed(spark.sc(), rows(spark, request, workers), parameters(spark, request, workers))
                ._1();
        Files.write(request.folder().resolve("model.json"), booster.toByteArray("json"));
        write(request, booster, workers);
    }

    /** What a failure says, with what its worker said, and without where in the code it was. */
    private static String words(Throwable failure) {
        String all = String.valueOf(failure.getMessage());
        return all.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty()
                        && !line.startsWith("at ")
                        && !line.startsWith("[bt]")
                        && !line.startsWith("Stack trace"))
                .limit(TOLD_LINES)
                .collect(Collectors.joining("\n"));
    }

    /** One for each task that Spark runs at a time, and none without rows. */
    private static int workers(JavaSparkContext spark, Request request) throws IOException {
        // Spark tells how much it has once its executors are there, which a first stage waits for.
        spark.parallelize(List.of(0), 1).count();
        long workers = Math.max(1, spark.defaultParallelism() / spark.getConf().getInt("spark.task.cpus", 1));
        workers = Math.min(workers, request.training().count());
        return (int)
                (request.stopsEarly() ? Math.min(workers, request.stopping().count()) : workers);
    }

    private static Function1<XGBoostExecutionParams, Tuple2<RDD<Function0<Watches>>, Option<RDD<?>>>> rows(
            JavaSparkContext spark, Request request, int workers) {
        List<Function0<Watches>> all = new ArrayList<>();
        IntStream.range(0, workers).forEach(worker -> all.add(new WorkerRows(request.folder(), worker, workers)));
        JavaRDD<Function0<Watches>> one = spark.parallelize(all, workers);
        return ignored -> new Tuple2<>(one.rdd(), Option.empty());
    }

    private static Map<String, Object> parameters(JavaSparkContext spark, Request request, int workers) {
        java.util.Map<String, Object> parameters = new java.util.TreeMap<>(request.parameters());
        parameters.put("num_workers", workers);
        parameters.put("num_round", request.rounds());
        parameters.put("num_early_stopping_rounds", request.patience());
        if (spark.isLocal()) {
            // Workers meet on this machine: nobody else has to reach them.
            parameters.put("tracker_conf", new TrackerConf(0, "127.0.0.1", 0));
        }
        parameters.put("seed", Long.valueOf(request.parameters().get("seed")));
        return Map.from(scala.jdk.javaapi.CollectionConverters.asScala(parameters));
    }

    private static void write(Request request, Booster booster, int workers) throws IOException, XGBoostError {
        Properties outcome = new Properties();
        outcome.setProperty("workers", Integer.toString(workers));
        outcome.setProperty("rounds", Integer.toString(rounds(request, booster)));
        outcome.setProperty("library", ml.dmlc.xgboost4j.scala.spark.package$.MODULE$.VERSION());
        outcome.setProperty("predictions", predictions(request, booster));
        try (Writer writer =
                Files.newBufferedWriter(request.folder().resolve("outcome.properties"), StandardCharsets.UTF_8)) {
            outcome.store(writer, null);
        }
    }

    /** Up to the best one: the rounds after it only showed that it was. */
    private static int rounds(Request request, Booster booster) throws XGBoostError {
        String best = request.stopsEarly() ? booster.getAttr("best_iteration") : null;
        return best == null ? Math.toIntExact(booster.getNumBoostedRound()) : Integer.parseInt(best) + 1;
    }

    private static String predictions(Request request, Booster booster) throws IOException, XGBoostError {
        int samples = (int) Math.min(request.samples(), request.training().count());
        DMatrix rows = WorkerRows.matrix(request, request.training().read(0, samples));
        StringBuilder predictions = new StringBuilder();
        for (float[] prediction : booster.predict(rows, false, 0)) {
            predictions.append(predictions.isEmpty() ? "" : ",").append(prediction[0]);
        }
        return predictions.toString();
    }
}
