package dev.daybreak.sql.analysis;

import dev.daybreak.project.dashboard.Dashboard;
import dev.daybreak.project.dashboard.Tile;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.sql.query.QueryAnalysis;
import dev.daybreak.sql.query.SqlProblem;
import dev.daybreak.sql.query.Tables;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds the texts of dashboards against the project's tables. Stateless. */
public final class DashboardRules {
    private DashboardRules() {}

    /**
     * What is wrong with the tiles of a dashboard: tables, columns and parameters that are not there, and SQL that is not portable.
     *
     * @param variables of the project, which texts may name too
     */
    public static List<Problem> problems(Dashboard dashboard, Tables tables, Map<String, ?> variables) {
        Map<String, Object> values = new HashMap<>(variables);
        values.putAll(dashboard.fallbacks());
        if (dashboard.last().isPresent()) {
            values.put("start", LocalDateTime.MIN);
            values.put("end", LocalDateTime.MAX);
        }
        List<Problem> problems = new ArrayList<>();
        for (Tile tile : dashboard.tiles()) {
            FreeQuery query = FreeQuery.of(tile.sql(), values, tables);
            query.problems().forEach(found -> problems.add(problem(tile, found)));
            if (query.problems().isEmpty() && query.analysis().isComplete()) {
                columns(tile, query.analysis(), problems);
            }
        }
        return problems;
    }

    private static Problem problem(Tile tile, SqlProblem found) {
        Place place = tile.text().of(found.position().line(), found.position().column());
        boolean isEnd = found.message().startsWith("Cannot find parameter ':start'")
                || found.message().startsWith("Cannot find parameter ':end'");
        return Problem.error(
                place,
                found.message(),
                isEnd ? "The dashboard is not about time: add 'interval: 30 days' to it." : found.mend());
    }

    private static void columns(Tile tile, QueryAnalysis query, List<Problem> problems) {
        for (String column : tile.columns()) {
            if (query.find(column).isEmpty()) {
                problems.add(Problem.error(
                        tile.text().place(),
                        "Cannot find column '" + column + "' of tile '" + tile.title()
                                + "' among the columns of its SELECT." + NearestName.hint(column, query.names()),
                        "It yields " + String.join(", ", query.names()) + "."));
            }
        }
    }
}
