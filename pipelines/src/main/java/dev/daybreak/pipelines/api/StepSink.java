package dev.daybreak.pipelines.api;

/** What a step does with the value of another, yielding nothing. */
@FunctionalInterface
public interface StepSink<T> {
    /** @param value null if the other step yielded nothing, or was not done where the rule permits that */
    void call(StepContext step, T value) throws Exception;
}
