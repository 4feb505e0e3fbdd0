package dev.daybreak.sql.analysis;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.SqlAsset;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.sql.join.SaltedJoin;
import dev.daybreak.sql.join.UnfitJoinException;
import dev.daybreak.sql.query.QueryAnalysis;
import dev.daybreak.sql.text.TableReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Holds views against what their headers promise and against what reads them. */
final class ViewRules {
    private ViewRules() {}

    /** Types of the contract that the text does not yield, as far as it tells. */
    static List<Problem> ofContract(ViewAsset view, QueryAnalysis query) {
        List<Problem> problems = new ArrayList<>();
        for (Column column : view.columns().map(Schema::columns).orElse(List.of())) {
            DataType yielded = query.types().get(column.name().toLowerCase(Locale.ROOT));
            if (yielded != null && !yielded.equals(column.type())) {
                problems.add(Problem.error(
                        view.sqlPlace(),
                        "Invalid SELECT: it yields column '" + column.name() + "' as " + yielded
                                + ", and 'columns' declares " + column.type() + ".",
                        "A view casts nothing: write CAST(... AS ...) in the text, or declare " + yielded + "."));
            }
        }
        return problems;
    }

    /** Views in a dialect that is not that of the text which names them. */
    static List<Problem> ofDialects(TableText text, Catalog catalog) {
        Optional<String> own = text.table().dialect();
        List<Problem> problems = new ArrayList<>();
        for (AssetKey key : text.reads()) {
            Optional<String> dialect =
                    catalog.asset(key).orElse(null) instanceof ViewAsset view ? view.dialect() : Optional.empty();
            if (dialect.isPresent() && !dialect.equals(own)) {
                problems.add(Problem.error(
                        text.place(key),
                        "Cannot read view '" + key + "' here: its dialect is '" + dialect.get() + "', and that of '"
                                + text.table().key() + "' is "
                                + own.map(name -> "'" + name + "'").orElse("none") + ".",
                        "Write the view portably, or put 'dialect: " + dialect.get() + "' into this header."));
            }
        }
        return problems;
    }

    /** A view on a side of a join that is to be spread. */
    static List<Problem> ofSalt(TableText text, Catalog catalog) {
        SqlAsset asset = text.table();
        if (!(asset instanceof TableAsset table)
                || table.salt().isEmpty()
                || text.tree().isEmpty()) {
            return List.of();
        }
        try {
            SaltedJoin join =
                    SaltedJoin.find(text.tree().get(), text.sql(), table.salt().get());
            return text.sql().references().stream()
                    .filter(reference -> reference.start() == join.spread() || reference.start() == join.copied())
                    .map(TableReference::asset)
                    .filter(key -> catalog.asset(key).orElse(null) instanceof ViewAsset)
                    .map(key -> Problem.error(
                            text.place(key),
                            "Cannot salt a join with '" + key
                                    + "': it is a view, whose rows have no place of their own.",
                            "Make a table of it, or take 'salt' out."))
                    .toList();
        } catch (UnfitJoinException toldBefore) {
            return List.of();
        }
    }

    /** A version of a model is known by the snapshot that it was trained on, which a view has not. */
    static List<Problem> ofTraining(ModelAsset model, Catalog catalog) {
        return catalog.asset(model.table()).orElse(null) instanceof ViewAsset
                ? List.of(Problem.error(
                        model.declaredInputs().get(0).place(),
                        "Cannot train '" + model.key() + "' on '" + model.table()
                                + "': it is a view, and a version of a model is known by the snapshot of its training table.",
                        "Train on a table that is made of it: SELECT * FROM " + model.table() + "."))
                : List.of();
    }
}
