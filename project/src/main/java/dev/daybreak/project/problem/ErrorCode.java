package dev.daybreak.project.problem;

/**
 * Stable names of what can go wrong, for scripts that read {@code --json}. Names are never reused for another meaning.
 */
public enum ErrorCode {
    /** A flag, selection or argument of the command line does not fit. */
    WRONG_USE(Kind.USER),
    /** The project's files have errors; each is a {@link Problem}. */
    INVALID_PROJECT(Kind.USER),
    /** The project was written by a newer version of Daybreak. */
    NEWER_PROJECT(Kind.USER),
    /** A SQL text could not be parsed, or names a table, column or function that is not there. */
    INVALID_SQL(Kind.USER),
    /** The engine could not compute a query (cast, division, overflow and the like). */
    QUERY_FAILED(Kind.USER),
    /** Data that was to be brought in does not fit its contract, or cannot be read. */
    BAD_SOURCE(Kind.USER),
    /** A blocking check did not hold; nothing was published. */
    CHECK_FAILED(Kind.USER),
    /** An input partition that is needed was never published. */
    MISSING_INPUT(Kind.USER),
    /** A model could not be trained from the rows at hand. */
    TRAINING_FAILED(Kind.USER),
    /** A step of a pipeline in Java failed: its code threw, its command or request ended badly. */
    STEP_FAILED(Kind.SYSTEM),
    /** A step of a pipeline in Java yields, chooses or names something that cannot be. */
    BAD_VALUE(Kind.USER),
    /** A step of a pipeline decided that it is not to be done; it did not fail. */
    OMITTED(Kind.USER),
    /** A request to an endpoint does not fit the model. */
    BAD_REQUEST(Kind.USER),
    /** The asset, model, run or snapshot that was asked for does not exist. */
    NOT_FOUND(Kind.USER),
    /** A connection to something outside (database, object store) could not be had. */
    UNREACHABLE(Kind.RESOURCES),
    /** No space, no memory, or no permission left. */
    OUT_OF_RESOURCES(Kind.RESOURCES),
    /** It took longer than its file permits. */
    TIMED_OUT(Kind.RESOURCES),
    /** A newer attempt or another writer came first; nothing was changed. */
    SUPERSEDED(Kind.SYSTEM),
    /** Cancelled by a person or by the end of the process. */
    CANCELLED(Kind.SYSTEM),
    /** A defect in Daybreak. */
    INTERNAL(Kind.SYSTEM);

    /** Who can mend it: the author of the project, whoever runs the machine, or nobody (try again). */
    public enum Kind {
        USER,
        RESOURCES,
        SYSTEM
    }

    private final Kind kind;

    ErrorCode(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the same attempt may succeed later with nothing changed in the project or its data. */
    public boolean isWorthRetry() {
        return this == UNREACHABLE
                || this == OUT_OF_RESOURCES
                || this == TIMED_OUT
                || this == STEP_FAILED
                || this == INTERNAL;
    }
}
