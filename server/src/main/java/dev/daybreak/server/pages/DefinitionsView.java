package dev.daybreak.server.pages;

import dev.daybreak.project.problem.Problem;
import dev.daybreak.server.api.Definitions;
import java.util.List;

/**
 * Says above a page's content that files of the project cannot be used.
 *
 * @param read when what is in use was read
 * @param isBehind whether the files have changed since
 * @param errors at most some of them
 * @param cut how many more there are
 */
public record DefinitionsView(Moment read, boolean isBehind, List<Problem> errors, int cut) {
    private static final int MOST = 10;

    static DefinitionsView of(Definitions definitions, Shell shell) {
        List<Problem> errors = definitions.errors().stream().limit(MOST).toList();
        return new DefinitionsView(
                shell.moment(definitions.read()),
                definitions.isBehind(),
                errors,
                definitions.errors().size() - errors.size());
    }
}
