package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.AttemptState;
import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.project.problem.DaybreakException;
import java.util.function.Consumer;
import org.jdbi.v3.core.JdbiException;

/** Claims a step and makes one attempt at it. Thread-safe. */
final class StepTrier {
    private final RunContext context;

    StepTrier(RunContext context) {
        this.context = context;
    }

    /** @param givenUp told, from another thread, if the attempt does not stop though it is to; this call may then never return */
    TryEnd attempt(StepTask task, Consumer<TryEnd> givenUp) {
        if (context.heart().isCancelled()) {
            return new TryEnd.Cancelled();
        }
        Claims.Answer answer = context.claims().claim(context.run(), task);
        if (answer instanceof Claims.Answer.Granted granted) {
            return attempt(task, granted.claim(), givenUp);
        }
        TryEnd why = ((Claims.Answer.Refused) answer).why();
        if (why instanceof TryEnd.Busy) {
            // Whoever holds the claim may be dead.
            context.recovery().settle();
        }
        return why;
    }

    private TryEnd attempt(StepTask task, Claim claim, Consumer<TryEnd> givenUp) {
        StepSpan span = task.span();
        try (Heart.Beat beat = context.heart().start(claim.token());
                AttemptLog log = AttemptLog.open(
                        context.settings().logs().resolve(Claims.logFile(context.run(), span, claim.token())),
                        context.listener(),
                        span)) {
            context.listener().stepStarted(span, task.tryNumber());
            Attempt attempt = new Attempt(context, task, claim, log, beat);
            beat.whenIgnored(() -> attempt.giveUp().ifPresent(givenUp));
            return attempt.run();
        } catch (Throwable thrown) {
            DaybreakException failure = Unexpected.told("begin step '" + task.key() + "'", thrown);
            release(claim, failure);
            throw failure;
        }
    }

    /**
     * Ends an attempt that did not come to its own end, so that its partitions are free at once. One that may have published
     * is left alone: only a recovery can tell.
     */
    private void release(Claim claim, DaybreakException failure) {
        try {
            context.patiently(() -> context.store()
                    .jdbi()
                    .inTransaction(handle -> AttemptDao.endClaimed(
                            handle,
                            claim.token(),
                            AttemptState.FAILED,
                            Failure.of(failure),
                            context.store().nowMillis(handle))));
        } catch (JdbiException e) {
            failure.addSuppressed(e);
        }
    }
}
