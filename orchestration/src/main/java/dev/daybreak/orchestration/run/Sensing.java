package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.sensor.Looks.Missing;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Looks for what a step waits for before it is tried. Between two looks the step is a row that waits for a moment: it has no attempt, no
 * claim, no place and no thread. Thread-safe.
 */
final class Sensing {
    private final WorkContext context;

    Sensing(WorkContext context) {
        this.context = context;
    }

    /** Looks once, and puts the step off if something is missing; empty if all is there. */
    Optional<TryEnd> look(StepTask task, Claim claim) {
        if (task.node().asset().about().sensors().isEmpty()) {
            return Optional.empty();
        }
        Instant now = context.patiently(() -> context.store().now());
        return context.looks()
                .missing(task.node().asset().about().sensors(), task.span().interval(), now)
                .map(missing -> putOff(task, claim, missing));
    }

    private TryEnd putOff(StepTask task, Claim claim, Missing missing) {
        TryEnd end = context.patiently(() -> context.store()
                .inTransaction(task.node().key().toString(), handle -> putOff(handle, task, claim, missing)));
        context.tell(end);
        return new TryEnd.Released();
    }

    private TryEnd putOff(Handle handle, StepTask task, Claim claim, Missing missing) {
        if (!AttemptDao.remove(handle, claim.token())) {
            return new TryEnd.Released();
        }
        long now = context.store().nowMillis(handle);
        if (QueueDao.isCancelAsked(handle, task.run())) {
            return context.ends().end(handle, task.run(), over(task, StepState.CANCELLED, "", Optional.empty()), now);
        }
        SensorDao.Looked looked = SensorDao.looked(handle, task.key(), now);
        boolean isTooLate = missing.due().isEmpty()
                && now - looked.first() >= missing.sensor().timeout().toMillis();
        if (isTooLate) {
            return context.ends().end(handle, task.run(), givenUp(task, missing), now);
        }
        long next = now + missing.sensor().pauseAfter(looked.count()).toMillis();
        long due = missing.due().map(Instant::toEpochMilli).orElse(next);
        String words = "waits for " + missing.words();
        SensorDao.putOff(handle, task.key(), due, words);
        return new TryEnd.PutOff(task.span(), words);
    }

    private static StepResult givenUp(StepTask task, Missing missing) {
        Duration timeout = missing.sensor().timeout();
        String words = "waited " + DurationText.of(timeout) + " for " + missing.words();
        if (missing.sensor().isSoft()) {
            return over(task, StepState.SKIPPED, words, Optional.empty());
        }
        Failure failure = new Failure(
                ErrorCode.TIMED_OUT,
                "Cannot begin asset '" + task.node().key() + "': " + words + ", which is not there.",
                missing.sensor().place().toString(),
                "See why it did not come, and run again; or allow more time with 'timeout' of 'wait_for'.");
        return over(task, StepState.FAILED, words, Optional.of(failure));
    }

    private static StepResult over(StepTask task, StepState state, String words, Optional<Failure> failure) {
        return new StepResult(task.span(), state, words, 0, failure);
    }
}
