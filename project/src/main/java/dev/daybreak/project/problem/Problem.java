package dev.daybreak.project.problem;

import java.util.Objects;

/**
 * Something wrong in a project file. Loading and validating collect every problem before they stop.
 *
 * @param message what is wrong, with the offending and the permitted value
 * @param mend what the author can do; empty if the message says it already
 */
public record Problem(Severity severity, Place place, String message, String mend) {
    /** Errors stop planning and running; warnings are printed. */
    public enum Severity {
        ERROR,
        WARNING
    }

    public Problem {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(mend, "mend");
    }

    public static Problem error(Place place, String message, String mend) {
        return new Problem(Severity.ERROR, place, message, mend);
    }

    public static Problem warning(Place place, String message, String mend) {
        return new Problem(Severity.WARNING, place, message, mend);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
