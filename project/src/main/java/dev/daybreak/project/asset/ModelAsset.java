package dev.daybreak.project.asset;

import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.time.Span;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model trained from one table, judged on rows it has not seen, and promoted if its gate holds.
 *
 * @param table the training table
 * @param window how much of the table one version reads: training span and holdout together, ending where the interval ends
 * @param timeColumn the column of the training table that orders rows; empty if the split does not need one
 * @param label the column to predict: boolean or 0/1 for classification, a number for regression
 * @param gate conditions that must all hold, such as {@code auc > 0.8} or {@code auc >= champion.auc - 0.005}
 * @param promote whether a version that passes becomes {@code Production} at once
 */
public record ModelAsset(
        AssetKey key,
        About about,
        AssetKey table,
        Optional<Span> window,
        Optional<TimePartition> timePartition,
        Optional<String> timeColumn,
        String label,
        List<Feature> features,
        Split split,
        Algorithm algorithm,
        List<Gate> gate,
        int bootstrap,
        boolean promote)
        implements Asset {
    /** How a feature's values are read. */
    public enum FeatureKind {
        NUMERIC,
        /** Strings or whole numbers that stand for a class; unseen ones are read as missing. */
        CATEGORICAL,
        BOOLEAN
    }

    /** A column of the training table that the model reads. */
    public record Feature(String column, FeatureKind kind) {}

    /** Which rows are held out for judging. */
    public sealed interface Split {}

    /** The last stretch of the window, by the time column. */
    public record TimeSplit(Span last) implements Split {}

    /** A share (0 to 1, exclusive) of rows, drawn by a hash of seed and row order. */
    public record RandomSplit(double share) implements Split {}

    /** A share (0 to 1, exclusive) of the values of a column; all rows of a value go to one side. */
    public record GroupSplit(String column, double share) implements Split {}

    /** Where a model is trained. */
    public enum TrainOn {
        /** In the process that carries out the step. */
        PROGRAM,
        /** By workers of Spark, each of which holds a part of the rows. */
        SPARK
    }

    /**
     * The trainer and its parameters.
     *
     * @param name permitted: {@code xgboost}
     * @param parameters passed to the trainer as they are ({@code max_depth}, {@code eta}, {@code objective}...)
     * @param rounds boosting rounds at most
     * @param threads fixed, since the bytes of a model can depend on it
     * @param earlyStopping empty: all rounds are trained
     * @param on where; on Spark, {@code threads} has no meaning for the training itself
     */
    public record Algorithm(
            String name,
            Map<String, Object> parameters,
            int rounds,
            long seed,
            int threads,
            Optional<EarlyStopping> earlyStopping,
            TrainOn on) {
        public Algorithm {
            parameters = Map.copyOf(parameters);
            Objects.requireNonNull(earlyStopping, "earlyStopping");
            Objects.requireNonNull(on, "on");
        }

        /** A training in the process that carries out the step. */
        public Algorithm(
                String name,
                Map<String, Object> parameters,
                int rounds,
                long seed,
                int threads,
                Optional<EarlyStopping> earlyStopping) {
            this(name, parameters, rounds, seed, threads, earlyStopping, TrainOn.PROGRAM);
        }

        /** The same training elsewhere. */
        public Algorithm trainedOn(TrainOn other) {
            return new Algorithm(name, parameters, rounds, seed, threads, earlyStopping, other);
        }
    }

    /**
     * Stops when a slice of the training span no longer improves.
     *
     * @param rounds without improvement
     * @param share of the training rows (0 to 1, exclusive) kept for it: the latest ones where there is a time column
     */
    public record EarlyStopping(int rounds, double share) {}

    /** One condition, as written: {@code metric operator bound} or {@code metric operator champion.metric [+|- number]}. */
    public record Gate(String text, Place place) {}

    public ModelAsset {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(about, "about");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(window, "window");
        Objects.requireNonNull(timePartition, "timePartition");
        Objects.requireNonNull(timeColumn, "timeColumn");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(split, "split");
        Objects.requireNonNull(algorithm, "algorithm");
        features = List.copyOf(features);
        gate = List.copyOf(gate);
    }

    @Override
    public List<Input> declaredInputs() {
        Input.Window reads = window.<Input.Window>map(Input.Last::new).orElse(new Input.Whole());
        return List.of(new Input(table, reads, false, about.place()));
    }

    @Override
    public List<CheckSpec> checks() {
        return List.of();
    }

    @Override
    public SortedMap<String, String> definition() {
        SortedMap<String, String> parts = new TreeMap<>();
        parts.put("training table", table + " " + window + " " + timeColumn + " " + timePartition);
        parts.put("label", label);
        parts.put("features", features.toString());
        parts.put("split", split.toString());
        parts.put(
                "algorithm",
                algorithm.name() + new TreeMap<>(algorithm.parameters()) + algorithm.rounds() + " " + algorithm.seed()
                        + " " + algorithm.threads() + algorithm.earlyStopping());
        if (algorithm.on() == TrainOn.SPARK) {
            parts.put("train_on", "spark");
        }
        parts.put("gate", gate.stream().map(Gate::text).toList() + " " + bootstrap + " " + promote);
        return parts;
    }
}
