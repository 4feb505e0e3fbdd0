package dev.daybreak.sql.analysis;

import dev.daybreak.project.asset.Clustering;
import dev.daybreak.project.asset.FileLayout;
import dev.daybreak.project.asset.SqlAsset;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.sql.query.OutputColumn;
import dev.daybreak.sql.query.QueryAnalysis;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Holds what a table or view yields against what its header promises. */
final class TableRules {
    private TableRules() {}

    static List<Problem> problems(SqlAsset table, QueryAnalysis query) {
        List<Problem> problems = new ArrayList<>();
        query.problems()
                .forEach(problem -> problems.add(
                        Problem.error(TableText.place(table, problem.position()), problem.message(), problem.mend())));
        if (table.dialect().isEmpty()) {
            query.unportable()
                    .forEach(problem -> problems.add(Problem.error(
                            TableText.place(table, problem.position()), problem.message(), problem.mend())));
        }
        duplicates(table, query).ifPresent(problems::add);
        if (query.isComplete()) {
            if (table instanceof TableAsset kept) {
                cuts(kept, query, problems);
            }
            table.columns().ifPresent(schema -> {
                for (Column column : schema.columns()) {
                    Place place = table.about().written().name("columns", column.name());
                    require("declared column", column.name(), query, place, problems);
                }
                strangers(table, schema, query, problems);
            });
        }
        return problems;
    }

    private static void cuts(TableAsset table, QueryAnalysis query, List<Problem> problems) {
        table.timePartition()
                .filter(partition -> partition.hasColumn() && !WriteRules.isAdded(table, partition.column()))
                .ifPresent(partition -> {
                    Place place = table.about().written().value("partition.column");
                    require("partition column", partition.column(), query, place, problems);
                    query.find(partition.column())
                            .flatMap(OutputColumn::type)
                            .filter(type -> !type.isTemporal())
                            .ifPresent(type -> problems.add(Problem.error(
                                    place,
                                    "Invalid partition column '" + partition.column() + "': it is of type " + type
                                            + "; permitted are date, timestamp and timestamptz.",
                                    "Name a column of such a type, or cast it in the SELECT.")));
                });
        for (Clustering clustering : table.clustering()) {
            if (!WriteRules.isAdded(table, clustering.column())) {
                Place place = table.about().written().word("partition", clustering.column());
                require("partition column", clustering.column(), query, place, problems);
            }
        }
        // With a contract they were held against it where it was read.
        if (table.columns().isEmpty()) {
            layout(table, query, problems);
        }
    }

    private static void layout(TableAsset table, QueryAnalysis query, List<Problem> problems) {
        for (FileLayout.Use use : table.layout().uses()) {
            if (WriteRules.isAdded(table, use.column())) {
                continue;
            }
            Place place = table.about().written().word(use.key(), use.column());
            require("'" + use.key() + "' column", use.column(), query, place, problems);
            query.find(use.column())
                    .flatMap(OutputColumn::type)
                    .filter(type -> !use.fits(type))
                    .ifPresent(type -> problems.add(Problem.error(
                            place,
                            "Invalid key '" + use.key() + "': column '" + use.column() + "' is of type " + type
                                    + "; permitted are " + use.permitted() + ".",
                            "Take it out of '" + use.key() + "'.")));
        }
    }

    private static void require(String what, String column, QueryAnalysis query, Place place, List<Problem> problems) {
        if (query.find(column).isEmpty()) {
            problems.add(Problem.error(
                    place,
                    "Cannot find " + what + " '" + column + "' among the columns of the SELECT."
                            + NearestName.hint(column, query.names()),
                    "It yields " + String.join(", ", query.names()) + "."));
        }
    }

    private static void strangers(SqlAsset table, Schema declared, QueryAnalysis query, List<Problem> problems) {
        for (String name : query.names()) {
            if (declared.find(name).isEmpty()) {
                problems.add(Problem.error(
                        table.sqlPlace(),
                        "Invalid SELECT: it yields column '" + name + "', which 'columns' does not declare."
                                + NearestName.hint(name, declared.names()),
                        "Add it under 'columns' of the header, or leave it out."));
            }
        }
    }

    private static Optional<Problem> duplicates(SqlAsset table, QueryAnalysis query) {
        Set<String> seen = new HashSet<>();
        for (OutputColumn column : query.columns()) {
            if (!seen.add(column.name().toLowerCase(Locale.ROOT))) {
                return Optional.of(Problem.error(
                        table.sqlPlace(),
                        "Invalid SELECT: it yields two columns '" + column.name() + "'.",
                        "Name one of them anew with AS, or leave it out."));
            }
        }
        return Optional.empty();
    }
}
