package dev.daybreak.project.load;

import dev.daybreak.project.Project;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.Problem;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What loading found.
 *
 * @param project empty if a problem is an error
 * @param problems in the order of files, lines and columns
 * @param code what to tell a script if there is no project: {@link ErrorCode#INVALID_PROJECT} or
 *     {@link ErrorCode#NEWER_PROJECT}
 */
public record Loaded(Optional<Project> project, List<Problem> problems, ErrorCode code) {
    public Loaded {
        Objects.requireNonNull(project, "project");
        Objects.requireNonNull(code, "code");
        problems = List.copyOf(problems);
    }
}
