package dev.daybreak.orchestration.run;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;

/** Claims a step and makes one attempt at it. Thread-safe. */
final class StepTrier {
    private final RunContext context;

    StepTrier(RunContext context) {
        this.context = context;
    }

    TryEnd attempt(StepTask task) {
        if (context.heart().isCancelled()) {
            return new TryEnd.Cancelled();
        }
        Claims.Answer answer = context.claims().claim(context.run(), task);
        if (answer instanceof Claims.Answer.Granted granted) {
            return attempt(task, granted.claim());
        }
        TryEnd why = ((Claims.Answer.Refused) answer).why();
        if (why instanceof TryEnd.Busy) {
            // Whoever holds the claim may be dead.
            context.recovery().settle();
        }
        return why;
    }

    private TryEnd attempt(StepTask task, Claim claim) {
        StepSpan span = task.span();
        try (Heart.Beat beat = context.heart().start(claim.token());
                AttemptLog log = AttemptLog.open(
                        context.settings().logs().resolve(Claims.logFile(context.run(), span, claim.token())),
                        context.listener(),
                        span)) {
            context.listener().stepStarted(span, task.tryNumber());
            return new Attempt(context, task, claim, log, beat).run();
        }
    }

    static DaybreakException unexpected(String what, Throwable thrown) {
        if (thrown instanceof DaybreakException told) {
            return told;
        }
        return new DaybreakException(
                ErrorCode.INTERNAL,
                "Cannot " + what + ": unexpected " + thrown + ".",
                "Run it again; if it fails again, report it.",
                thrown);
    }
}
