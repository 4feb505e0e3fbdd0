package dev.daybreak.pipelines.api;

/** Thrown by a step that finds that it is not to be done; what comes after it is then left out too, unless its rule permits that. */
public final class SkipStep extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SkipStep(String why) {
        super(why);
    }
}
