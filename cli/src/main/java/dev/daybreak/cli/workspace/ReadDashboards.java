package dev.daybreak.cli.workspace;

import dev.daybreak.project.Project;
import dev.daybreak.project.dashboard.Dashboard;
import dev.daybreak.project.load.DashboardLoader;
import dev.daybreak.project.load.DashboardLoader.LoadedDashboards;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.sql.analysis.Analysis;
import dev.daybreak.sql.analysis.DashboardRules;
import dev.daybreak.sql.analysis.ProjectTables;
import dev.daybreak.sql.query.Tables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The dashboards of a project.
 *
 * @param dashboards those that are right, their SQL too
 * @param problems by place
 */
public record ReadDashboards(List<Dashboard> dashboards, List<Problem> problems) {
    public ReadDashboards {
        dashboards = List.copyOf(dashboards);
        problems = List.copyOf(problems);
    }

    /** @param analysis of the project, which has no errors */
    public static ReadDashboards of(Project project, Analysis analysis) {
        LoadedDashboards loaded = DashboardLoader.load(project);
        Tables tables = ProjectTables.of(project, analysis);
        List<Dashboard> right = new ArrayList<>();
        List<Problem> problems = new ArrayList<>(loaded.problems());
        for (Dashboard dashboard : loaded.dashboards()) {
            List<Problem> wrong = DashboardRules.problems(
                    dashboard, tables, project.settings().variables());
            problems.addAll(wrong);
            if (wrong.isEmpty()) {
                right.add(dashboard);
            }
        }
        problems.sort(Comparator.comparing(Problem::place));
        return new ReadDashboards(right, problems);
    }
}
