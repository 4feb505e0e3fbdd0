package dev.daybreak.orchestration.history;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.Place;
import java.util.Objects;

/**
 * An error as it is kept with the step or attempt that met it.
 *
 * @param place {@code file:line:column}; empty if no file can be named
 * @param mend what to do now; may be empty
 */
public record Failure(ErrorCode code, String message, String place, String mend) {
    public Failure {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(mend, "mend");
    }

    public static Failure of(DaybreakException e) {
        return new Failure(
                e.code(),
                String.valueOf(e.getMessage()),
                e.place().map(Place::toString).orElse(""),
                e.mend());
    }
}
