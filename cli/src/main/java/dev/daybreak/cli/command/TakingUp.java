package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.ChangedFiles;
import dev.daybreak.cli.workspace.Opening;
import dev.daybreak.cli.workspace.ProjectFiles;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.server.api.Definitions;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes up what changes in the files of a project that is served: if they can be used, they take the place of what was read before; if not, that
 * stays in use, and it is told why. Thread-safe.
 */
final class TakingUp implements AutoCloseable {
    private final Opening opening;
    private final Output output;
    private final ChangedFiles files;
    private final Consumer<Workspace> use;
    private volatile Definitions definitions;
    // Guarded by this.
    private boolean isClosed;

    /**
     * @param files as they were before they were read
     * @param read when that was
     * @param errors of what was left out then
     * @param use puts a project in the place of the one before; if it throws what is not usable by the project's fault, the one before stays
     */
    TakingUp(
            Opening opening,
            ChangedFiles files,
            Instant read,
            List<Problem> errors,
            Output output,
            Consumer<Workspace> use) {
        this.opening = opening;
        this.files = files;
        this.output = output;
        this.use = use;
        this.definitions = new Definitions(read, false, errors);
    }

    Definitions definitions() {
        return definitions;
    }

    /** Looks whether files have changed, and takes them up. */
    synchronized void look() {
        if (isClosed || !files.look()) {
            return;
        }
        ProjectFiles found = ProjectFiles.read(opening.root(), opening.variables(), opening.variant());
        List<Problem> errors = found.stopping();
        if (errors.isEmpty()) {
            errors = takeUp(found);
        }
        if (!errors.isEmpty()) {
            files.takeUp();
            definitions = new Definitions(definitions.read(), true, errors);
            output.problems(errors);
            output.note("The project's files have changed and cannot be used; what they said before stays in use.");
        }
    }

    /** Returns what keeps them from being used. */
    private List<Problem> takeUp(ProjectFiles found) {
        try {
            // Left to the one that uses it.
            Workspace fresh = Workspace.again(opening, found, output);
            Instant now = fresh.store().now();
            use.accept(fresh);
            files.takeUp();
            definitions = new Definitions(now, false, fresh.leftOut());
            output.note("The project's files have changed; they are in use from now on.");
            return List.of();
        } catch (DaybreakException e) {
            if (e.code() != ErrorCode.WRONG_USE && e.code() != ErrorCode.INVALID_PROJECT) {
                // It is tried again: the store may be away.
                throw e;
            }
            return List.of(Problem.error(e.place().orElse(Place.of("daybreak.yaml")), e.getMessage(), e.mend()));
        }
    }

    /** Takes up nothing more; waits for what is being taken up. */
    @Override
    public synchronized void close() {
        isClosed = true;
    }
}
