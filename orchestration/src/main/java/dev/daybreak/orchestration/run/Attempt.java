package dev.daybreak.orchestration.run;

import dev.daybreak.lake.PublishGuard;
import dev.daybreak.orchestration.history.AttemptState;
import dev.daybreak.orchestration.step.Audit;
import dev.daybreak.orchestration.step.Batching;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.step.Materializer;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.step.Work;
import dev.daybreak.project.asset.Tries;
import dev.daybreak.project.fault.Failpoint;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.DurationText;
import dev.daybreak.project.time.IntervalText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One claimed try of a step, from prepare to record. Used by one thread, once. */
final class Attempt {
    /** How often a step that has computed looks whether the steps before it have ended. */
    private static final Duration TURN_POLL = Duration.ofMillis(20);
    /** How long one of those may wait for a worker before the step gives way. */
    private static final Duration IDLE_PATIENCE = Duration.ofSeconds(2);

    private final WorkContext context;
    private final StepTask task;
    private final StepSpan span;
    private final Claim claim;
    private final AttemptLog log;
    private final Heart.Beat beat;
    private final Materializer materializer;
    private final OutcomeDao.Origin origin;
    /** Set when something may be visible: from here on only the table tells whether it is. */
    private Verdict publishing;

    Attempt(WorkContext context, StepTask task, Claim claim, AttemptLog log, Heart.Beat beat) {
        this.context = context;
        this.task = task;
        this.span = task.span();
        this.claim = claim;
        this.log = log;
        this.beat = beat;
        this.materializer = context.materializers().of(task.node());
        this.origin = new OutcomeDao.Origin(task.run(), task.key(), span.asset(), claim.token());
    }

    // Whatever is thrown must end in the record, an OutOfMemoryError of one step too: else the run would wait for ever.
    @SuppressWarnings("CatchingUnchecked")
    TryEnd run() {
        logBeginning();
        task.clock().bound(task.tries()).ifPresent(beat::stopAfter);
        try {
            Supplier<TryEnd> record = work();
            // What was computed aside is gone by now: the death of the process from here on leaves nothing that nobody
            // looks for.
            TryEnd end = record.get();
            Failpoint.AFTER_RECORD.reach();
            return end;
        } catch (Throwable e) {
            return afterFailure(e);
        }
    }

    private Supplier<TryEnd> work() {
        Work work = null;
        try {
            Failpoint.AFTER_CLAIM.reach();
            work = materializer.prepare(new StepContext(
                    task.node(), task.batch().partitions(), task.run(), task.key(), claim.attempt(), log));
            return through(work);
        } finally {
            beat.detach();
            close(work);
        }
    }

    /** The way up to what is published; how it ends in the record is yet to be written. */
    private Supplier<TryEnd> through(Work work) {
        beat.attach(work::cancel);
        stopIfAsked();
        work.compute();
        if (!awaitTurn()) {
            return this::giveWay;
        }
        stopIfAsked();
        List<Audit> audits = work.audit();
        stopIfAsked();
        CheckWords words = new CheckWords(column -> context.settings().hidden().test(span.asset(), column));
        Verdict verdict = Verdict.of(
                span.asset(), task.batch().partitions(), audits, context.graph().zone(), words);
        logAudits(audits, words);
        boolean nothingLeft = verdict.accepted().isEmpty();
        if (!beginPublish(audits, verdict)) {
            throw superseded();
        }
        if (nothingLeft) {
            return () -> record(verdict, new Effect(Optional.empty(), Map.of(), ""));
        }
        // From here on a cancellation waits: publishing is short, and half a publish would be worse.
        beat.detach();
        publishing = verdict;
        Effect effect = work.publish(guard(), verdict.accepted());
        Failpoint.BEFORE_RECORD.reach();
        return () -> record(verdict, effect);
    }

    /** Writes down what the checks found and what is about to be published; false if the attempt is no longer its worker's own. */
    private boolean beginPublish(List<Audit> audits, Verdict verdict) {
        boolean isChecked = audits.stream().anyMatch(audit -> !audit.outcomes().isEmpty());
        String topic = span.asset().toString();
        if (!isChecked) {
            return context.store()
                    .inOneStatement(topic, handle -> AttemptDao.beginPublish(handle, claim.token(), verdict.intent()));
        }
        return context.store().inTransaction(topic, handle -> {
            OutcomeDao.insertChecks(handle, origin, audits, context.store().nowMillis(handle));
            return verdict.accepted().isEmpty() || AttemptDao.beginPublish(handle, claim.token(), verdict.intent());
        });
    }

    /** Waits for the steps of earlier partitions to end, if the asset has an order; false if one of them cannot begin meanwhile. */
    private boolean awaitTurn() {
        long idleSince = Long.MAX_VALUE;
        boolean isTold = false;
        while (task.order() != Batching.Order.ANY) {
            stopIfAsked();
            StepDao.Earlier earlier = context.patiently(() -> context.store()
                    .jdbi()
                    .withHandle(handle -> StepDao.earlier(
                            handle, task.run(), span, context.store().nowMillis(handle))));
            if (!earlier.isAny()) {
                return true;
            }
            if (!isTold) {
                log.log("Computed; waits for earlier partitions to end before it is audited");
                isTold = true;
            }
            idleSince = earlier.isAnyIdle() ? Math.min(idleSince, System.nanoTime()) : Long.MAX_VALUE;
            if (System.nanoTime() - idleSince > IDLE_PATIENCE.toNanos()) {
                return false;
            }
            rest();
        }
        return true;
    }

    private void rest() {
        try {
            TimeUnit.NANOSECONDS.sleep(TURN_POLL.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled(e);
        }
    }

    /** An earlier step is to be done before this one, and may be waiting for the very place that this one takes. */
    private TryEnd giveWay() {
        log.log("Gives way to a step of earlier partitions that waits for a worker; it is computed again after that");
        return context.patiently(
                () -> context.store().inTransaction(span.asset().toString(), handle -> {
                    long now = context.store().nowMillis(handle);
                    if (AttemptDao.end(handle, claim.token(), AttemptState.CANCELLED, Optional.empty(), now)) {
                        context.ends().giveWay(handle, task, now);
                    }
                    return new TryEnd.Released();
                }));
    }

    private PublishGuard guard() {
        List<DataInterval> partitions = span.partitions();
        String fingerprint = task.batch().partitions().get(0).fingerprint().hash();
        return new PublishGuard(
                task.key(), claim.attempt(), claim.token(), task.run(), fingerprint, () -> context.claims()
                        .isNewest(claim, span.asset(), partitions));
    }

    private TryEnd record(Verdict verdict, Effect effect) {
        Intent intent = verdict.intent();
        StepResult result = Recording.result(span, intent, effect.words());
        Optional<TryEnd> end = context.patiently(
                () -> context.store().inLightTransaction(span.asset().toString(), handle -> {
                    long now = context.store().nowMillis(handle);
                    AttemptState to = Recording.attemptState(intent);
                    return AttemptDao.end(handle, claim.token(), to, intent.refused(), now)
                            ? Optional.of(Recording.write(handle, context.ends(), origin, intent, effect, result, now))
                            : Optional.empty();
                }));
        if (end.isPresent()) {
            logEffect(intent, effect);
        } else {
            log.warn("Others took this attempt for dead, found what it published, and recorded it");
        }
        return end.orElseGet(TryEnd.Released::new);
    }

    private TryEnd afterFailure(Throwable thrown) {
        DaybreakException failure = told(thrown);
        if (failure.code() == ErrorCode.OMITTED) {
            log.log("Left out by its own decision: " + failure.getMessage());
        } else {
            log.error(failure);
        }
        if (publishing != null
                && failure.code().kind() != ErrorCode.Kind.USER
                && failure.code() != ErrorCode.SUPERSEDED) {
            try {
                Optional<Effect> effect = materializer.recover(task.node().asset(), task.key(), claim.attempt());
                if (effect.isPresent()) {
                    log.log("The table holds what was published: the step is done in spite of the error");
                    return record(publishing, effect.get());
                }
            } catch (RuntimeException e) {
                log.warn("Cannot see whether the step was published; a recovery will when the attempt's lease is over: "
                        + e);
                return new TryEnd.Released();
            }
        }
        return context.patiently(() -> context.end(task, claim, failure, AttemptDao.ACTIVE))
                .orElseGet(TryEnd.Released::new);
    }

    /**
     * Ends the attempt in the record while its thread goes on, which then cannot publish any more. From another thread.
     *
     * @return empty if it is just publishing, or over
     */
    Optional<TryEnd> giveUp() {
        DaybreakException failure = stopped(beat.stopped().orElseThrow(), null);
        Optional<TryEnd> end = context.end(task, claim, failure, AttemptDao.UNPUBLISHED);
        if (end.isPresent()) {
            log.warn("Was told to stop, and goes on; it is given up, and what it still computes is never published");
            log.error(failure);
        }
        return end;
    }

    private DaybreakException told(Throwable thrown) {
        return beat.stopped()
                .filter(why -> publishing == null)
                .map(why -> stopped(why, thrown))
                .orElseGet(() -> Unexpected.told("materialize " + subject(), thrown));
    }

    private void stopIfAsked() {
        beat.stopped().ifPresent(why -> {
            throw stopped(why, null);
        });
    }

    private DaybreakException stopped(Heart.Stop why, Throwable cause) {
        return switch (why) {
            case CANCELLED -> cancelled(cause);
            case WORKER_ENDS -> workerEnds(cause);
            case OVERTAKEN -> superseded();
            case TIMED_OUT -> timedOut(cause);
        };
    }

    private DaybreakException timedOut(Throwable cause) {
        Tries tries = task.tries();
        String bound = tries.attemptTimeout()
                .filter(attempt -> task.clock().allows(tries, Duration.ZERO))
                .map(attempt -> "try " + task.tryNumber() + " took longer than " + DurationText.of(attempt))
                .orElseGet(() -> "its tries took longer than "
                        + tries.stepTimeout().map(DurationText::of).orElse("permitted") + " together");
        return new DaybreakException(
                ErrorCode.TIMED_OUT,
                "Cannot finish " + subject() + " in time: " + bound + ".",
                "Nothing was published. See why it is slow with 'daybreak logs', or allow more time with 'timeout' in its file.",
                cause);
    }

    private DaybreakException cancelled(Throwable cause) {
        return new DaybreakException(
                ErrorCode.CANCELLED, "Cannot finish " + subject() + ": the run was cancelled.", "Run it again.", cause);
    }

    private DaybreakException workerEnds(Throwable cause) {
        return new DaybreakException(
                ErrorCode.CANCELLED,
                "Cannot finish " + subject() + " here: its worker was stopped.",
                "Another worker does it.",
                cause);
    }

    private DaybreakException superseded() {
        return new DaybreakException(
                ErrorCode.SUPERSEDED,
                "Cannot publish " + subject() + ": attempt " + claim.attempt()
                        + " was silent for longer than its lease, and its claim was taken from it.",
                "Nothing was changed. Run it again.");
    }

    private String subject() {
        return "asset '" + span.asset() + "' for "
                + IntervalText.of(span.interval(), context.graph().zone());
    }

    private void close(Work work) {
        if (work == null) {
            return;
        }
        try {
            work.close();
        } catch (RuntimeException e) {
            log.warn("Could not remove everything that was computed aside; 'daybreak maintain' will: " + e);
        }
    }

    private void logBeginning() {
        log.log("Attempt " + claim.attempt() + " (try " + task.tryNumber() + ") of step " + task.key());
        task.batch()
                .partitions()
                .forEach(partition -> log.log("Partition " + partition.interval() + ": "
                        + partition.state() + ", " + partition.reason() + "; fingerprint "
                        + partition.fingerprint().hash()));
        task.node().inputs().forEach(input -> log.log("Input " + input.asset() + ": " + input.window()));
    }

    private void logAudits(List<Audit> audits, CheckWords words) {
        for (Audit audit : audits) {
            long failed = audit.outcomes().stream()
                    .filter(outcome -> !outcome.success())
                    .count();
            log.log("Computed " + audit.rows() + " rows for " + audit.interval() + "; "
                    + count(audit.outcomes().size(), "check") + ", " + failed + " failed");
            audit.outcomes().stream()
                    .filter(outcome -> !outcome.success())
                    .forEach(outcome -> log.warn(outcome.check().severity() + " at "
                            + outcome.check().place() + ": " + words.words(outcome)));
        }
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private void logEffect(Intent intent, Effect effect) {
        Set<?> read = effect.inputs().entrySet();
        if (!intent.partitions().isEmpty()) {
            log.log("Published " + intent.rows() + " rows in "
                    + count(intent.partitions().size(), "partition")
                    + effect.snapshot().map(id -> " as snapshot " + id).orElse("")
                    + (effect.words().isEmpty() ? "" : ": " + effect.words())
                    + (read.isEmpty() ? "" : "; read snapshots " + read));
        }
        intent.refused().ifPresent(log::error);
    }
}
