package dev.daybreak.models.training;

import dev.daybreak.models.definition.Objective;
import dev.daybreak.models.evaluation.Condition;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.ModelAsset.Feature;
import dev.daybreak.project.asset.ModelAsset.Gate;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.Place;

/** Whether a model can be trained from the rows at hand; every refusal has its figures. */
final class Labels {
    private final ModelAsset model;
    private final TrainingRows rows;

    Labels(ModelAsset model, TrainingRows rows) {
        this.model = model;
        this.rows = rows;
    }

    /** Refuses rows with a label, time or feature that cannot be trained on. */
    void checkValues() {
        String table = model.table().toString();
        if (rows.rows() == 0) {
            throw failed(
                    "train",
                    "its table " + table + " has no rows in the window",
                    "Widen 'window', or bring the table up to date");
        }
        if (rows.held().missing() > 0) {
            throw failed(
                    "time",
                    count(rows.held().missing()) + " have no time in column '"
                            + model.timeColumn().orElse("") + "'",
                    "Leave them out in the SQL of " + table);
        }
        int missing = rows.label().missing();
        if (missing + rows.label().infinite() > 0) {
            throw failed(
                    "label",
                    count(missing + rows.label().infinite()) + " have a label '" + model.label() + "' that is "
                            + (missing > 0 ? "null" : "infinite"),
                    "Leave them out in the SQL of " + table);
        }
        for (Feature feature : model.features()) {
            int infinite = rows.features().get(Source.of(feature)).infinite();
            if (infinite > 0) {
                throw failed(
                        model.about().written().word("features", feature.column()),
                        count(infinite) + " have an infinite value in feature '" + feature.column()
                                + "' (or one beyond the range of a 32-bit float)",
                        "Divide by NULLIF(x, 0) in the SQL of " + table + ", so that the value is missing instead");
            }
        }
    }

    /** The objective that the author names or the labels suggest. */
    Objective objective() {
        boolean zeroOne = true;
        for (int row = 0; row < rows.rows() && zeroOne; row++) {
            float label = rows.label().at(row);
            zeroOne = label == 0 || label == 1;
        }
        Objective objective =
                Objective.of(model.algorithm()).orElse(zeroOne ? Objective.CLASSIFICATION : Objective.REGRESSION);
        if (objective == Objective.CLASSIFICATION && !zeroOne) {
            throw failed(
                    "label",
                    "label '" + model.label() + "' has values other than 0 and 1",
                    "Use a label of 0 and 1, or an objective for numbers such as 'reg:squarederror'");
        }
        for (Gate gate : model.gate()) {
            Condition.parse(gate.text()).ifPresent(condition -> {
                checkMetric(gate, condition.metric(), objective);
                condition.championMetric().ifPresent(metric -> checkMetric(gate, metric, objective));
            });
        }
        return objective;
    }

    private void checkMetric(Gate gate, String metric, Objective objective) {
        if (!objective.metrics().contains(metric)) {
            throw failed(
                    gate.place(),
                    "its gate names '" + metric + "', which is not measured for the objective '" + objective.standard()
                            + "' that label '" + model.label() + "' leads to",
                    "Permitted: " + String.join(", ", objective.metrics()));
        }
    }

    /** Refuses a split that leaves nothing to train on or to judge by. */
    void checkParts(Parts parts, Objective objective) {
        int training = parts.count(Parts.TRAINING);
        int stopping = parts.count(Parts.STOPPING);
        int holdout = parts.count(Parts.HOLDOUT);
        String figures = training + " rows to train on, " + stopping + " for early stopping, " + holdout + " held out";
        if (training == 0 || (stopping == 0 && model.algorithm().earlyStopping().isPresent())) {
            throw failed("split", "no rows are left to train on: " + figures, "Widen 'window', or hold out less");
        }
        if (holdout == 0) {
            throw failed("split", "the holdout is empty: " + figures, "Hold out more, or bring the table up to date");
        }
        if (objective == Objective.CLASSIFICATION) {
            checkClasses(parts, Parts.TRAINING, "rows to train on");
            checkClasses(parts, Parts.HOLDOUT, "rows held out");
        }
    }

    private void checkClasses(Parts parts, byte part, String what) {
        float[] labels = rows.labels(parts, part);
        for (float label : labels) {
            if (label != labels[0]) {
                return;
            }
        }
        throw failed(
                "label",
                "all " + labels.length + " " + what + " have label '" + model.label() + "' = " + (int) labels[0]
                        + ", and two classes are needed",
                "Widen 'window', change the split, or correct the label in the SQL of " + model.table());
    }

    private String count(int bad) {
        return bad + " of " + rows.rows() + " rows";
    }

    /** @param key of the model's file under which the reason is to be looked for */
    private DaybreakException failed(String key, String why, String mend) {
        return failed(model.about().written().value(key), why, mend);
    }

    private DaybreakException failed(Place place, String why, String mend) {
        return new DaybreakException(
                ErrorCode.TRAINING_FAILED,
                "Cannot train model '" + model.key().name() + "': " + why,
                place,
                mend,
                null);
    }
}
