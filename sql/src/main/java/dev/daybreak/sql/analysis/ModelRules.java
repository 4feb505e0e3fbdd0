package dev.daybreak.sql.analysis;

import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.sql.query.QueryAnalysis;
import java.util.ArrayList;
import java.util.List;

/** Holds a model's column names against its training table. */
final class ModelRules {
    private ModelRules() {}

    static List<Problem> problems(ModelAsset model, Catalog catalog) {
        List<Problem> problems = new ArrayList<>();
        QueryAnalysis table = catalog.find(model.table()).orElse(QueryAnalysis.UNKNOWN);
        if (!table.isComplete()) {
            return problems;
        }
        require("label", "label", model.label(), model, table, problems);
        model.features().forEach(feature -> require("features", "feature", feature.column(), model, table, problems));
        model.timeColumn().ifPresent(column -> require("time", "time column", column, model, table, problems));
        if (model.split() instanceof ModelAsset.GroupSplit split) {
            require("split", "group column", split.column(), model, table, problems);
        }
        return problems;
    }

    private static void require(
            String key, String what, String column, ModelAsset model, QueryAnalysis table, List<Problem> problems) {
        if (table.find(column).isEmpty()) {
            problems.add(Problem.error(
                    model.about().place(key, column),
                    "Cannot find " + what + " '" + column + "' in training table '" + model.table() + "'."
                            + NearestName.hint(column, table.names()),
                    "It has " + String.join(", ", table.names()) + "."));
        }
    }
}
