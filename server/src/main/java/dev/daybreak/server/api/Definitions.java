package dev.daybreak.server.api;

import dev.daybreak.project.problem.Problem;
import java.time.Instant;
import java.util.List;

/**
 * How the definitions in use stand to the files of the project.
 *
 * @param read when those in use were read
 * @param isBehind whether the files have changed since and cannot be used
 * @param errors what keeps files from being used, by place; if it is not behind, of pipelines in Java that are left out
 */
public record Definitions(Instant read, boolean isBehind, List<Problem> errors) {
    public Definitions {
        errors = List.copyOf(errors);
    }

    /** What was read, without an error. */
    public static Definitions of(Instant read) {
        return new Definitions(read, false, List.of());
    }
}
