package dev.daybreak.pipelines.api;

/** What a step does that yields nothing. */
@FunctionalInterface
public interface StepAction {
    void call(StepContext step) throws Exception;
}
