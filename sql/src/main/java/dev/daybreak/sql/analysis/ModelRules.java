package dev.daybreak.sql.analysis;

import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.project.problem.Written;
import dev.daybreak.sql.query.QueryAnalysis;
import java.util.ArrayList;
import java.util.List;

/** Holds a model's column names against its training table. */
final class ModelRules {
    private ModelRules() {}

    static List<Problem> problems(ModelAsset model, Catalog catalog) {
        List<Problem> problems = new ArrayList<>();
        Written written = model.about().written();
        QueryAnalysis table = catalog.find(model.table()).orElse(QueryAnalysis.UNKNOWN);
        if (!table.isComplete()) {
            return problems;
        }
        require(written.value("label"), "label", model.label(), model, table, problems);
        model.features()
                .forEach(feature -> require(
                        written.word("features", feature.column()),
                        "feature",
                        feature.column(),
                        model,
                        table,
                        problems));
        model.timeColumn()
                .ifPresent(column -> require(written.value("time"), "time column", column, model, table, problems));
        if (model.split() instanceof ModelAsset.GroupSplit split) {
            require(written.value("split.group.column"), "group column", split.column(), model, table, problems);
        }
        return problems;
    }

    private static void require(
            Place place, String what, String column, ModelAsset model, QueryAnalysis table, List<Problem> problems) {
        if (table.find(column).isEmpty()) {
            problems.add(Problem.error(
                    place,
                    "Cannot find " + what + " '" + column + "' in training table '" + model.table() + "'."
                            + NearestName.hint(column, table.names()),
                    "It has " + String.join(", ", table.names()) + "."));
        }
    }
}
