package dev.daybreak.orchestration.run;

import dev.daybreak.project.problem.DaybreakException;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes attempts at steps that this process has taken. Thread-safe. */
final class StepTrier {
    private final WorkContext context;
    private final Replanning replanning;
    private final Sensing sensing;

    StepTrier(WorkContext context, NodePlanning planning) {
        this.context = context;
        this.replanning = new Replanning(context, planning);
        this.sensing = new Sensing(context);
    }

    /** @param givenUp told, from another thread, if the attempt does not stop though it is to; this call may then never return */
    TryEnd attempt(StepQueue.Taken taken, Consumer<TryEnd> givenUp) {
        StepTask task = taken.task();
        Claim claim = taken.claim();
        if (taken.isOutdated()) {
            return replanning.replan(task, claim);
        }
        try (Heart.Beat beat = context.heart().start(claim.token(), task.run())) {
            return sensing.look(task, claim).orElseGet(() -> attempt(task, claim, beat, givenUp));
        } catch (Throwable thrown) {
            return release(task, claim, Unexpected.told("begin step '" + task.key() + "'", thrown));
        }
    }

    private TryEnd attempt(StepTask task, Claim claim, Heart.Beat beat, Consumer<TryEnd> givenUp) {
        StepSpan span = task.span();
        try (AttemptLog log = AttemptLog.open(
                context.settings().logs().resolve(Claims.logFile(task.run(), span, claim.token())),
                context.listener(),
                span)) {
            context.listener().stepStarted(span, task.tryNumber());
            Attempt attempt = new Attempt(context, task, claim, log, beat);
            beat.whenIgnored(() -> attempt.giveUp().ifPresent(givenUp));
            return attempt.run();
        }
    }

    /**
     * Ends an attempt that did not come to its own end, so that its partitions are free at once. One that may have published
     * is left alone: only a recovery can tell.
     */
    private TryEnd release(StepTask task, Claim claim, DaybreakException failure) {
        Optional<TryEnd> end = context.patiently(() -> context.end(task, claim, failure, AttemptDao.UNPUBLISHED));
        return end.orElseGet(TryEnd.Released::new);
    }
}
