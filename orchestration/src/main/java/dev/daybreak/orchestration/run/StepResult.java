package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.history.StepState;
import java.util.Objects;
import java.util.Optional;

/**
 * How a step ended.
 *
 * @param words what its effect says of itself, or why it was skipped; may be empty
 * @param rows in the partitions that were published; of a failed step, some may have been
 */
public record StepResult(StepSpan step, StepState state, String words, long rows, Optional<Failure> failure) {
    public StepResult {
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(words, "words");
        Objects.requireNonNull(failure, "failure");
    }
}
