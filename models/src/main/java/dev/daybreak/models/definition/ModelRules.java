package dev.daybreak.models.definition;

import dev.daybreak.models.evaluation.Condition;
import dev.daybreak.models.evaluation.Evaluation;
import dev.daybreak.models.features.Encoding;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.ModelAsset.Feature;
import dev.daybreak.project.asset.ModelAsset.FeatureKind;
import dev.daybreak.project.asset.ModelAsset.Gate;
import dev.daybreak.project.asset.ModelAsset.GroupSplit;
import dev.daybreak.project.asset.ModelAsset.TimeSplit;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.project.problem.Written;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What must hold of a model's definition beyond its form. */
public final class ModelRules {
    private final ModelAsset model;
    private final Optional<Schema> columns;
    private final Written written;
    private final List<Problem> problems = new ArrayList<>();

    private ModelRules(ModelAsset model, Optional<Schema> columns) {
        this.model = model;
        this.columns = columns;
        this.written = model.about().written();
    }

    /**
     * Every problem of a model.
     *
     * @param trainingColumns of the training table; empty if they are not known, and columns are then not looked at
     */
    public static List<Problem> validate(ModelAsset model, Optional<Schema> trainingColumns) {
        ModelRules rules = new ModelRules(model, trainingColumns);
        rules.features();
        rules.label();
        rules.split();
        rules.problems.addAll(AlgorithmRules.validate(model));
        rules.gates();
        return List.copyOf(rules.problems);
    }

    private void features() {
        if (model.features().isEmpty()) {
            error(
                    written.value("features"),
                    "Missing features: model '" + model.key() + "' reads no column",
                    "Name at least one under 'features'");
        }
        Set<String> seen = new HashSet<>();
        for (Feature feature : model.features()) {
            String name = feature.column();
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                error(
                        written.word("features", name),
                        "Invalid features: column '" + name + "' stands twice",
                        "Remove one of them");
            }
            if (name.equalsIgnoreCase(model.label())) {
                error(
                        written.word("features", name),
                        "Invalid feature '" + name + "': it is the label, so the model would be told the answer",
                        "Remove it from 'features'");
            }
            column(written.word("features", name), "feature", name).ifPresent(column -> type(feature, column));
        }
    }

    private void type(Feature feature, Column column) {
        DataType type = column.type();
        boolean whole = type == Primitive.INT || type == Primitive.LONG;
        if (!Encoding.fits(feature.kind(), type)) {
            error(
                    written.word("features", feature.column()),
                    "Invalid feature '" + column.name() + "': a " + kind(feature)
                            + " feature cannot be read from a column of type " + type + "; permitted: "
                            + permitted(feature.kind()),
                    type == Primitive.STRING || whole
                            ? "Declare it as categorical, or cast it in the SQL of " + model.table()
                            : "Cast it in the SQL of " + model.table());
        }
    }

    private static String kind(Feature feature) {
        return feature.kind().name().toLowerCase(Locale.ROOT);
    }

    private static String permitted(FeatureKind kind) {
        return switch (kind) {
            case NUMERIC -> "int, long, float, double, decimal(p,s)";
            case BOOLEAN -> "boolean, int, long";
            case CATEGORICAL -> "string, int, long";
        };
    }

    private void label() {
        Optional<Column> found = column(written.value("label"), "label", model.label());
        if (found.isEmpty()) {
            return;
        }
        DataType type = found.get().type();
        boolean bool = type == Primitive.BOOLEAN;
        if (!type.isNumeric() && !bool) {
            error(
                    written.value("label"),
                    "Invalid label '" + model.label() + "': its type is " + type
                            + "; permitted: boolean, or a number (0 and 1 for classification)",
                    "Make it a number in the SQL of " + model.table());
        }
        if (bool && Objective.of(model.algorithm()).equals(Optional.of(Objective.REGRESSION))) {
            error(
                    written.value("algorithm.xgboost.objective"),
                    "Invalid objective '" + model.algorithm().parameters().get("objective") + "': the label '"
                            + model.label() + "' is boolean",
                    "Use 'binary:logistic'");
        }
    }

    private void split() {
        if (model.split() instanceof TimeSplit && model.timeColumn().isEmpty()) {
            error(
                    written.value("split"),
                    "Missing time column: a split by time needs one",
                    "Name the column of " + model.table() + " that orders rows");
        }
        model.timeColumn()
                .flatMap(name -> column(written.value("time"), "time column", name))
                .ifPresent(column -> {
                    if (!column.type().isTemporal()) {
                        error(
                                written.value("time"),
                                "Invalid time column '" + column.name() + "': its type is " + column.type()
                                        + "; permitted: date, timestamp, timestamptz",
                                "");
                    }
                });
        if (model.split() instanceof GroupSplit group) {
            column(written.value("split.group.column"), "group column", group.column());
        }
        share(
                written.value("split"),
                "split share",
                model.split() instanceof ModelAsset.RandomSplit random
                        ? random.share()
                        : model.split() instanceof GroupSplit group ? group.share() : 0.5);
        model.algorithm()
                .earlyStopping()
                .ifPresent(stopping -> share(
                        written.value("algorithm.xgboost.early_stopping.share"),
                        "early stopping share",
                        stopping.share()));
    }

    private void share(Place place, String what, double share) {
        if (!(share > 0 && share < 1)) {
            error(place, "Invalid " + what + " " + share + ": must be greater than 0 and less than 1", "");
        }
    }

    private void gates() {
        List<String> fitting = Objective.of(model.algorithm())
                .or(this::labelled)
                .map(Objective::metrics)
                .orElse(Evaluation.allMetrics());
        for (Gate gate : model.gate()) {
            Optional<Condition> condition = Condition.parse(gate.text());
            if (condition.isEmpty()) {
                problems.add(Problem.error(
                        gate.place(), "Invalid gate '" + gate.text() + "'; permitted: " + Condition.PERMITTED, ""));
                continue;
            }
            metric(gate, condition.get().metric(), fitting);
            condition.get().championMetric().ifPresent(name -> metric(gate, name, fitting));
        }
    }

    private Optional<Objective> labelled() {
        return columns.flatMap(schema -> schema.find(model.label()))
                .filter(column -> column.type() == Primitive.BOOLEAN)
                .map(column -> Objective.CLASSIFICATION);
    }

    private void metric(Gate gate, String name, List<String> fitting) {
        if (!fitting.contains(name)) {
            boolean known = Evaluation.allMetrics().contains(name);
            problems.add(Problem.error(
                    gate.place(),
                    "Invalid gate '" + gate.text() + "': "
                            + (known ? "'" + name + "' does not fit the objective" : "no metric '" + name + "'")
                            + "; permitted: " + String.join(", ", fitting) + "." + NearestName.hint(name, fitting),
                    ""));
        }
    }

    /** The column of that name; a problem is noted if the columns are known and it is not among them. */
    private Optional<Column> column(Place place, String role, String name) {
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        Optional<Column> found = columns.get().find(name);
        if (found.isEmpty()) {
            List<String> names = columns.get().names();
            error(
                    place,
                    "Invalid " + role + " '" + name + "': table " + model.table() + " has no such column."
                            + NearestName.hint(name, names),
                    "Its columns: " + String.join(", ", names));
        }
        return found;
    }

    private void error(Place place, String message, String mend) {
        problems.add(Problem.error(place, message, mend));
    }
}
