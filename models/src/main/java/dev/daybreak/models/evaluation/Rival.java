package dev.daybreak.models.evaluation;

import java.util.Map;

/** What a condition on the champion is held against. */
public sealed interface Rival {
    /** Nothing is in production yet. */
    record None() implements Rival {}

    /** The champion's metrics on the rows that its challenger is judged on. */
    record Measured(Map<String, Metric> metrics) implements Rival {
        public Measured {
            metrics = Map.copyOf(metrics);
        }
    }

    /**
     * There is a champion, but nobody can tell how good it is.
     *
     * @param why in words
     */
    record Unmeasured(String why) implements Rival {}
}
