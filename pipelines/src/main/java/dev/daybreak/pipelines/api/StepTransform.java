package dev.daybreak.pipelines.api;

/** What a step makes of the value of another. */
@FunctionalInterface
public interface StepTransform<T, R> {
    /**
     * @param value null if the other step yielded nothing, or was not done where the rule permits that
     * @return may be null
     */
    R call(StepContext step, T value) throws Exception;
}
