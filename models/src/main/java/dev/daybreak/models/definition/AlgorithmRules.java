package dev.daybreak.models.definition;

import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.ModelAsset.Algorithm;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.project.problem.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What must hold of a model's algorithm and its parameters. */
final class AlgorithmRules {
    private static final String NAME = "xgboost";

    /** Parameters that stand elsewhere in the file, and where. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "seed", "seed",
            "random_state", "seed",
            "nthread", "threads",
            "n_jobs", "threads",
            "num_round", "rounds",
            "num_boost_round", "rounds",
            "n_estimators", "rounds",
            "early_stopping_rounds", "early_stopping");

    /** From "XGBoost Parameters" in the manual of 3.0. XGBoost itself only prints a line for one that it does not know. */
    private static final List<String> KNOWN = List.of(
            ("booster device verbosity validate_parameters disable_default_eval_metric eta learning_rate gamma min_split_loss "
                            + "max_depth min_child_weight max_delta_step subsample sampling_method colsample_bytree colsample_bylevel "
                            + "colsample_bynode lambda reg_lambda alpha reg_alpha tree_method scale_pos_weight updater refresh_leaf "
                            + "process_type grow_policy max_leaves max_bin num_parallel_tree monotone_constraints "
                            + "interaction_constraints multi_strategy max_cached_hist_node max_cat_to_onehot max_cat_threshold "
                            + "sample_type normalize_type rate_drop one_drop skip_drop feature_selector top_k "
                            + "tweedie_variance_power huber_slope objective base_score eval_metric seed_per_iteration")
                    .split(" "));

    private AlgorithmRules() {}

    static List<Problem> validate(ModelAsset model) {
        List<Problem> problems = new ArrayList<>();
        Written written = model.about().written();
        Algorithm algorithm = model.algorithm();
        if (!algorithm.name().equals(NAME)) {
            problems.add(Problem.error(
                    written.value("algorithm"),
                    "Invalid algorithm '" + algorithm.name() + "'; permitted: " + NAME + "."
                            + NearestName.hint(algorithm.name(), List.of(NAME)),
                    ""));
        }
        if (algorithm.rounds() < 1) {
            problems.add(Problem.error(
                    written.value("algorithm.xgboost.rounds"),
                    "Invalid rounds " + algorithm.rounds() + ": must be at least 1",
                    ""));
        }
        if (algorithm.threads() < 1) {
            problems.add(Problem.error(
                    written.value("algorithm.xgboost.threads"),
                    "Invalid threads " + algorithm.threads() + ": must be at least 1",
                    ""));
        }
        for (String name : new TreeSet<>(algorithm.parameters().keySet())) {
            parameter(name, written.name("algorithm.xgboost", name), problems);
        }
        objective(algorithm, written.value("algorithm.xgboost.objective"), problems);
        booster(algorithm, written.value("algorithm.xgboost.booster"), problems);
        return problems;
    }

    private static void parameter(String name, Place place, List<Problem> problems) {
        if (ELSEWHERE.containsKey(name)) {
            problems.add(Problem.error(
                    place,
                    "Invalid parameter '" + name + "': it is not one of the parameters that are passed on",
                    "Set '" + ELSEWHERE.get(name) + "' beside 'parameters'"));
        } else if (!KNOWN.contains(name)) {
            problems.add(Problem.warning(
                    place,
                    "Invalid parameter '" + name + "': XGBoost would ignore it." + NearestName.hint(name, KNOWN),
                    "Remove or correct it"));
        }
    }

    private static void objective(Algorithm algorithm, Place place, List<Problem> problems) {
        Object objective = algorithm.parameters().get("objective");
        if (objective != null && Objective.named(objective.toString()).isEmpty()) {
            problems.add(Problem.error(
                    place,
                    "Invalid objective '" + objective + "'; permitted: " + String.join(", ", Objective.permitted())
                            + "." + NearestName.hint(objective.toString(), Objective.permitted()),
                    ""));
        }
    }

    private static void booster(Algorithm algorithm, Place place, List<Problem> problems) {
        Object booster = algorithm.parameters().getOrDefault("booster", "gbtree");
        if (!booster.equals("gbtree") && algorithm.earlyStopping().isPresent()) {
            problems.add(Problem.error(
                    place,
                    "Invalid booster '" + booster
                            + "': early stopping keeps the first rounds, and only rounds of 'gbtree' stand alone",
                    "Use 'gbtree', or leave early stopping out"));
        }
    }
}
