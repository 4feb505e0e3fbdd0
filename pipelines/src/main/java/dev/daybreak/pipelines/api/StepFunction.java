package dev.daybreak.pipelines.api;

/** What a step does that yields a value; see {@link StepContext} for what a value may be. */
@FunctionalInterface
public interface StepFunction<T> {
    /** @return may be null */
    T call(StepContext step) throws Exception;
}
