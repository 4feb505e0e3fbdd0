package dev.daybreak.models.definition;

import dev.daybreak.models.evaluation.Evaluation;
import dev.daybreak.project.asset.ModelAsset.Algorithm;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What training minimises, and with it what a prediction means. */
public enum Objective {
    /** Predictions are probabilities of label 1. */
    CLASSIFICATION("binary:logistic"),
    /** Predictions are numbers. */
    REGRESSION(
            "reg:squarederror",
            "reg:absoluteerror",
            "reg:pseudohubererror",
            "reg:squaredlogerror",
            "reg:gamma",
            "reg:tweedie",
            "count:poisson");

    /** XGBoost's names, the first being the one where the author gives none. */
    private final String names;

    Objective(String... names) {
        this.names = String.join(" ", names);
    }

    private List<String> names() {
        return List.of(names.split(" "));
    }

    /** XGBoost's name for it, where the author gives none. */
    public String standard() {
        return names().get(0);
    }

    /** What a gate may name. */
    public List<String> metrics() {
        return this == CLASSIFICATION ? Evaluation.CLASSIFICATION : Evaluation.REGRESSION;
    }

    /** The kind of an objective of XGBoost, or empty if it is not permitted. */
    static Optional<Objective> named(String name) {
        for (Objective objective : values()) {
            if (objective.names().contains(name)) {
                return Optional.of(objective);
            }
        }
        return Optional.empty();
    }

    static List<String> permitted() {
        return Stream.of(values())
                .flatMap(objective -> objective.names().stream())
                .toList();
    }

    /** The kind that the parameters name; empty if they name none, and the labels decide. */
    public static Optional<Objective> of(Algorithm algorithm) {
        return Optional.ofNullable(algorithm.parameters().get("objective")).flatMap(name -> named(name.toString()));
    }
}
