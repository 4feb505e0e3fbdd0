package dev.daybreak.project.load;

import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shape;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.time.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a model is trained and which rows it is judged on. */
final class TrainingForms {
    private static final Key<Span> LAST =
            Key.required("last", CommonKeys.SPAN, "The last stretch of the window, by the 'time' column.");
    private static final Key<Double> SHARE = Key.required("share", Scalars.properShare(), "Which share is held out.");
    private static final Key<String> COLUMN = Key.required(
            "column", Scalars.text(), "The column whose values are drawn; all rows of a value go to one side.");
    static final Form BY_TIME = Form.of("a split by time", LAST);
    static final Form RANDOM = Form.of("a random split", SHARE);
    static final Form BY_GROUP = Form.of("a split by group", COLUMN, SHARE);

    private static final Key<ModelAsset.Split> TIME = split(
            "time",
            BY_TIME.map(fields -> new ModelAsset.TimeSplit(fields.value(LAST))),
            "The latest rows are held out.");
    private static final Key<ModelAsset.Split> AT_RANDOM = split(
            "random",
            RANDOM.map(fields -> new ModelAsset.RandomSplit(fields.value(SHARE))),
            "A share of the rows is held out.");
    private static final Key<ModelAsset.Split> GROUP = split(
            "group",
            BY_GROUP.map(fields -> new ModelAsset.GroupSplit(fields.value(COLUMN), fields.value(SHARE))),
            "A share of the values of a column is held out.");
    static final Form SPLIT_FORM = Form.of("a split", TIME, AT_RANDOM, GROUP).exactlyOne(TIME, AT_RANDOM, GROUP);
    static final Key<ModelAsset.Split> SPLIT = Key.required(
            "split",
            SPLIT_FORM.map(fields -> fields.find(TIME)
                    .or(() -> fields.find(AT_RANDOM))
                    .or(() -> fields.find(GROUP))
                    .orElseThrow()),
            "Which rows are held out for judging: one of time, random, group.");

    private static final Key<Long> PATIENCE =
            Key.required("rounds", Scalars.wholeNumber(1, 1_000_000), "Rounds without improvement.");
    private static final Key<Double> SLICE = Key.required(
            "share",
            Scalars.properShare(),
            "Which share of the training rows is kept for it: the latest, if there is a time.");
    static final Form EARLY_STOPPING_FORM = Form.of("early stopping", PATIENCE, SLICE);
    private static final Key<Long> ROUNDS =
            Key.withDefault("rounds", Scalars.wholeNumber(1, 1_000_000), "Boosting rounds at most.", 100L, "100");
    private static final Key<Long> SEED = Key.withDefault(
            "seed", Scalars.wholeNumber(0, Integer.MAX_VALUE), "Decides every draw of the training.", 1L, "1");
    private static final Key<Long> THREADS = Key.withDefault(
            "threads", Scalars.wholeNumber(1, 4096), "Fixed, since a model's bytes can depend on it.", 2L, "2");
    private static final Key<Fields> EARLY_STOPPING = Key.optional(
            "early_stopping",
            EARLY_STOPPING_FORM,
            "Stops when a slice of the training span no longer improves; by default all rounds are trained.");
    private static final List<Key<Object>> PARAMETERS = parameters();
    static final Form XGBOOST = Form.of("xgboost", xgboostKeys());
    private static final Key<ModelAsset.Algorithm> XGBOOST_KEY = Key.required(
            "xgboost", XGBOOST.map(TrainingForms::algorithm), "Gradient boosted trees, with XGBoost's parameters.");
    static final Form ALGORITHM_FORM = Form.of("an algorithm", XGBOOST_KEY);
    static final Key<ModelAsset.Algorithm> ALGORITHM = Key.required(
            "algorithm", ALGORITHM_FORM.map(fields -> fields.value(XGBOOST_KEY)), "The trainer with its parameters.");

    private TrainingForms() {}

    private static Key<ModelAsset.Split> split(
            String name, Shape<? extends ModelAsset.Split> shape, String description) {
        return Key.optional(name, shape.map(ModelAsset.Split.class::cast), description);
    }

    /** The parameters of XGBoost 3.0 for trees; seed and threads have names of their own here. */
    private static List<Key<Object>> parameters() {
        List<Key<Object>> keys = new ArrayList<>();
        for (String name :
                ("alpha base_score booster colsample_bylevel colsample_bynode colsample_bytree eta gamma grow_policy"
                                + " huber_slope interaction_constraints lambda learning_rate max_bin max_cached_hist_node"
                                + " max_cat_threshold max_cat_to_onehot max_delta_step max_depth max_leaves min_child_weight"
                                + " min_split_loss monotone_constraints normalize_type num_class num_parallel_tree objective one_drop"
                                + " quantile_alpha rate_drop refresh_leaf reg_alpha reg_lambda sample_type sampling_method"
                                + " scale_pos_weight skip_drop subsample tree_method tweedie_variance_power")
                        .split(" ")) {
            keys.add(Key.optional(name, Shapes.anyScalar(), "A parameter of XGBoost, passed on as it is."));
        }
        return List.copyOf(keys);
    }

    private static Key<?>[] xgboostKeys() {
        List<Key<?>> keys = new ArrayList<>(List.of(ROUNDS, SEED, THREADS, EARLY_STOPPING));
        keys.addAll(PARAMETERS);
        return keys.toArray(Key<?>[]::new);
    }

    private static ModelAsset.Algorithm algorithm(Fields fields) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        PARAMETERS.forEach(key -> fields.find(key).ifPresent(value -> parameters.put(key.name(), value)));
        Optional<ModelAsset.EarlyStopping> earlyStopping = fields.find(EARLY_STOPPING)
                .map(found -> new ModelAsset.EarlyStopping(found.value(PATIENCE).intValue(), found.value(SLICE)));
        return new ModelAsset.Algorithm(
                "xgboost",
                parameters,
                fields.value(ROUNDS).intValue(),
                fields.value(SEED),
                fields.value(THREADS).intValue(),
                earlyStopping);
    }
}
