package dev.daybreak.models.boosting;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Trains gradient-boosted trees with XGBoost (Chen and Guestrin, "XGBoost: A scalable tree boosting system", KDD 2016).
 * The same rows in the same order with the same settings give the same bytes.
 *
 * @param parameters as the author gave them; {@code objective} is among them, {@code seed} and {@code nthread} are not
 * @param rounds at most
 * @param patience rounds without improvement of the last {@code eval_metric} on the stopping rows; empty: all rounds are trained
 * @param categorical one per column: whether its values are codes of classes
 */
@SuppressWarnings("ArrayRecordComponent") // Internal value that is never compared.
public record Trainer(
        Map<String, Object> parameters,
        int rounds,
        long seed,
        int threads,
        OptionalInt patience,
        boolean[] categorical) {
    private static final List<String> RISING = List.of("auc", "aucpr", "map", "ndcg", "pre");

    public Trainer {
        parameters = new TreeMap<>(parameters);
        Objects.requireNonNull(patience, "patience");
    }

    /** Rows with one label each. */
    @SuppressWarnings("ArrayRecordComponent") // As Matrix.
    public record Labelled(Matrix rows, float[] labels) {}

    /**
     * A trained model.
     *
     * @param model XGBoost's JSON form: the one form that every version since 1.0 reads, and that is recognised without a file name
     * @param rounds in the model
     * @param trees the same model, which predicts what the saved one does once it is loaded
     * @param libraryVersion of the XGBoost that trained it
     * @param workers that trained it together; 0 if this process did by itself
     */
    @SuppressWarnings("ArrayRecordComponent") // Internal value that is never compared.
    public record Fit(byte[] model, int rounds, Trees trees, String libraryVersion, int workers)
            implements AutoCloseable {
        @Override
        public void close() {
            trees.close();
        }
    }

    /**
     * Trains. The caller closes the result.
     *
     * @param stopping rows that early stopping looks at; needed if there is patience
     * @param round told the number of each finished round, from 1
     * @throws DaybreakException {@code TRAINING_FAILED} if XGBoost refuses parameters or rows, {@code CANCELLED}, or {@code OUT_OF_RESOURCES}
     */
    public Fit train(Labelled training, Optional<Labelled> stopping, BooleanSupplier cancelled, IntConsumer round) {
        XGBoostLibrary.load();
        List<AutoCloseable> open = new ArrayList<>();
        Booster booster = null;
        try {
            DMatrix rows = matrix(training, open);
            DMatrix watched = stopping.isPresent() && patience.isPresent() ? matrix(stopping.get(), open) : null;
            Map<String, DMatrix> watches = new LinkedHashMap<>();
            if (watched != null) {
                watches.put("stopping", watched);
            }
            booster = XGBoost.train(rows, base(), 0, watches, null, null, null, 0);
            for (Object metric : evaluationMetrics()) {
                booster.setParam("eval_metric", metric);
            }
            int best = boost(booster, rows, watched, cancelled, round);
            byte[] model = booster.toByteArray("json");
            if (best < booster.getNumBoostedRound()) {
                booster.dispose();
                booster = shorter(model, best);
                // Saved once more by XGBoost itself, so that the bytes do not depend on how JSON is written here.
                model = booster.toByteArray("json");
            }
            Fit fit = new Fit(model, best, new Trees(booster), XGBoostLibrary.version(), 0);
            booster = null;
            return fit;
        } catch (XGBoostError e) {
            throw new DaybreakException(
                    ErrorCode.TRAINING_FAILED,
                    "Cannot train with XGBoost: " + firstLine(e),
                    "Correct the parameters under 'algorithm'; they are passed to XGBoost " + XGBoostLibrary.version()
                            + " as they are",
                    e);
        } finally {
            if (booster != null) {
                booster.dispose();
            }
            close(open);
        }
    }

    /** Returns how many rounds to keep. */
    private int boost(Booster booster, DMatrix rows, DMatrix watched, BooleanSupplier cancelled, IntConsumer told)
            throws XGBoostError {
        int best = 0;
        double bestScore = Double.NaN;
        for (int round = 0; round < rounds; round++) {
            if (cancelled.getAsBoolean()) {
                throw new DaybreakException(
                        ErrorCode.CANCELLED,
                        "Cannot finish training: cancelled in round " + round + " of " + rounds,
                        "");
            }
            booster.update(rows, round);
            told.accept(round + 1);
            if (watched == null) {
                best = round + 1;
                continue;
            }
            Score score = score(booster.evalSet(new DMatrix[] {watched}, new String[] {"stopping"}, round));
            if (best == 0 || (score.rises() ? score.value() > bestScore : score.value() < bestScore)) {
                best = round + 1;
                bestScore = score.value();
            } else if (round + 1 - best >= patience.getAsInt()) {
                break;
            }
        }
        return best;
    }

    private record Score(double value, boolean rises) {}

    /** Reads the last metric of a line such as {@code [3]\tstopping-logloss:0.49\tstopping-auc:0.71}. */
    private static Score score(String line) {
        String last = line.substring(line.lastIndexOf('\t') + 1);
        int colon = last.lastIndexOf(':');
        String name = last.substring(last.indexOf('-') + 1, colon);
        String plain = name.contains("@") ? name.substring(0, name.indexOf('@')) : name;
        return new Score(Double.parseDouble(last.substring(colon + 1)), RISING.contains(plain));
    }

    /** What XGBoost is given, without {@code eval_metric}. */
    Map<String, Object> base() {
        Map<String, Object> base = new TreeMap<>();
        base.put("tree_method", "hist");
        base.put("verbosity", 0);
        parameters.forEach((name, value) -> {
            if (!name.equals("eval_metric")) {
                base.put(name, text(name, value));
            }
        });
        base.put("seed", seed);
        base.put("nthread", threads);
        return base;
    }

    /** The last one decides when early stopping ends the training. */
    List<?> evaluationMetrics() {
        Object given = parameters.get("eval_metric");
        if (given == null) {
            return List.of();
        }
        return given instanceof List<?> list ? list : List.of(given);
    }

    /** Lists are tuples to XGBoost, except nested ones, which are JSON. */
    private static Object text(String name, Object value) {
        if (value instanceof List<?> list && !name.equals("interaction_constraints")) {
            return list.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
        }
        return value instanceof List<?> ? value.toString() : value;
    }

    private DMatrix matrix(Labelled labelled, List<AutoCloseable> open) throws XGBoostError {
        Matrix rows = labelled.rows();
        DMatrix matrix = new DMatrix(rows.values(), rows.rows(), rows.columns(), Float.NaN);
        open.add(matrix::dispose);
        String[] types = new String[categorical.length];
        boolean any = false;
        for (int i = 0; i < types.length; i++) {
            types[i] = categorical[i] ? "c" : "q";
            any |= categorical[i];
        }
        if (any) {
            matrix.setFeatureTypes(types);
        }
        matrix.setLabel(labelled.labels());
        return matrix;
    }

    /** A model without the rounds after the first ones; the caller disposes of it. */
    Booster shorter(byte[] model, int rounds) throws XGBoostError {
        Object parallel = parameters.getOrDefault("num_parallel_tree", 1);
        try {
            Booster shorter =
                    XGBoost.loadModel(ModelJson.keepRounds(model, rounds, Integer.parseInt(parallel.toString())));
            shorter.setParam("nthread", threads);
            return shorter;
        } catch (IOException e) {
            throw new IllegalStateException("A model that was just saved can be read", e);
        }
    }

    private static void close(List<AutoCloseable> open) {
        for (AutoCloseable each : open) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** What XGBoost says, without its file name, time and stack trace. */
    static String firstLine(Throwable failure) {
        String message = String.valueOf(failure.getMessage()).strip();
        String line = message.lines().findFirst().orElse("");
        String plain = line.replaceFirst("^\\[[0-9:]+\\] \\S+:\\d+: ", "");
        return plain.isEmpty() ? failure.getClass().getSimpleName().toLowerCase(Locale.ROOT) : plain;
    }
}
