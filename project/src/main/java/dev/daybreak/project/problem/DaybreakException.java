package dev.daybreak.project.problem;

import java.util.Objects;
import java.util.Optional;

/**
 * A failure told to a person: what could not be done, where, why, and how to mend it.
 * The command line prints the message, then the place, then the mend; {@code --json} prints them as fields.
 */
public final class DaybreakException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient Place place;
    private final String mend;

    /**
     * @param message one sentence that starts "Cannot", "Invalid" or "Missing" and states the offending and permitted value
     * @param place null where no file can be named
     * @param mend what to do now; empty if nothing sensible can be said
     * @param cause null if there is none
     */
    public DaybreakException(ErrorCode code, String message, Place place, String mend, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code");
        this.place = place;
        this.mend = Objects.requireNonNull(mend, "mend");
    }

    public DaybreakException(ErrorCode code, String message, String mend) {
        this(code, message, null, mend, null);
    }

    public DaybreakException(ErrorCode code, String message, String mend, Throwable cause) {
        this(code, message, null, mend, cause);
    }

    public ErrorCode code() {
        return code;
    }

    public Optional<Place> place() {
        return Optional.ofNullable(place);
    }

    public String mend() {
        return mend;
    }

    /** The same failure, told with a place; a place that is already there is kept. */
    public DaybreakException at(Place where) {
        return place != null ? this : new DaybreakException(code, getMessage(), where, mend, getCause());
    }
}
