package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What came of one try of a step. It is recorded by then. */
sealed interface TryEnd {
    /**
     * The step is over.
     *
     * @param isRunOver whether its run is over with it
     */
    record Ended(StepResult result, String run, boolean isRunOver) implements TryEnd {
        /** Of steps that ended together. */
        static List<Ended> all(List<StepResult> results, String run, boolean isRunOver) {
            List<Ended> ended = new ArrayList<>();
            for (StepResult result : results) {
                boolean isLast = ended.size() == results.size() - 1;
                ended.add(new Ended(result, run, isLast && isRunOver));
            }
            return ended;
        }
    }

    /** The try failed, and another follows after a wait. */
    record Retried(StepSpan step, Failure failure, Duration pause) implements TryEnd {}

    /** The step was not tried, since something outside is missing; it is looked for again later. */
    record PutOff(StepSpan step, String words) implements TryEnd {}

    /** The step is left to whoever takes it next, or has been taken over. */
    record Released() implements TryEnd {}
}
