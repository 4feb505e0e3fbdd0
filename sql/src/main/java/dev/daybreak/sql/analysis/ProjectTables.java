package dev.daybreak.sql.analysis;

import dev.daybreak.project.Project;
import dev.daybreak.sql.query.Tables;

/** The sources, tables and views of a project as queries of people read them. Stateless. */
public final class ProjectTables {
    private ProjectTables() {}

    /** @param analysis of the project; what it could not tell is not known */
    public static Tables of(Project project, Analysis analysis) {
        Catalog catalog = new Catalog(project);
        analysis.queries().forEach(catalog::add);
        return catalog;
    }
}
