package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.AttemptState;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Finishes what dead processes began. An attempt is fenced off first, so that it can publish no more even if its worker only
 * slept; then its materializer says whether the effect is there; then the record is completed, or the attempt is lost. May run in
 * several processes at once: each change of state lets one of them through. Thread-safe.
 */
final class Recovery {
    /** A run whose worker dies again after that many times is not given to another. */
    private static final int MOST_DEATHS = 3;
    /** A process that is there may only have slept; after so many leases without a sign, it has forgotten its run. */
    private static final int LEASES_OF_THE_LIVING = 10;

    private final Graph graph;
    private final Store store;
    private final Materializers materializers;
    private final StepEnds ends;
    private final long leaseMillis;

    Recovery(Graph graph, Store store, Materializers materializers, StepEnds ends, Duration lease) {
        this.graph = graph;
        this.store = store;
        this.materializers = materializers;
        this.ends = ends;
        this.leaseMillis = lease.toMillis();
    }

    List<Settled> settle() {
        List<Settled> settled = new ArrayList<>();
        for (AttemptDao.LiveAttempt attempt : deadAttempts()) {
            boolean taken = store.jdbi()
                    .inTransaction(
                            handle -> AttemptDao.beginSettling(handle, attempt, store.nowMillis(handle) + leaseMillis));
            if (taken) {
                settled.add(settle(attempt));
            }
        }
        settled.addAll(closeRuns());
        return settled;
    }

    private List<AttemptDao.LiveAttempt> deadAttempts() {
        return store.jdbi().withHandle(handle -> {
            List<AttemptDao.LiveAttempt> live = AttemptDao.live(handle);
            if (live.isEmpty()) {
                return live;
            }
            long now = store.nowMillis(handle);
            return live.stream()
                    .filter(attempt ->
                            attempt.leaseUntil() < now || attempt.worker().isGone())
                    .toList();
        });
    }

    private Settled settle(AttemptDao.LiveAttempt attempt) {
        AssetKey asset = AssetKey.parse(attempt.asset());
        Optional<Effect> effect = graph.find(asset)
                .flatMap(node -> materializers.of(node).recover(node.asset(), attempt.step(), attempt.name()));
        boolean finished = store.jdbi().inTransaction(handle -> write(handle, attempt, asset, effect));
        String words = finished
                ? "had published '" + asset + "' before its process died; the record is complete now"
                : "died before it published '" + asset + "'; what it left is removed";
        return new Settled(attempt.run(), "Attempt " + attempt.name() + " " + words + ".");
    }

    private boolean write(Handle handle, AttemptDao.LiveAttempt attempt, AssetKey asset, Optional<Effect> effect) {
        long now = store.nowMillis(handle);
        Optional<Intent> intent = AttemptDao.intent(handle, attempt);
        if (effect.isEmpty() || intent.isEmpty()) {
            if (AttemptDao.endSettled(handle, attempt.token(), AttemptState.LOST, Optional.empty(), now)) {
                boolean isOrphan = RunDao.held(handle, attempt.run())
                        .filter(run -> isDead(run, now))
                        .isPresent();
                ends.afterDeath(handle, attempt.run(), attempt.step(), isOrphan, now);
            }
            return false;
        }
        AttemptState to = Recording.attemptState(intent.get());
        if (AttemptDao.endSettled(handle, attempt.token(), to, intent.get().refused(), now)) {
            StepSpan step = new StepSpan(
                    attempt.step(),
                    asset,
                    intent.get().partitions().stream()
                            .map(Intent.Accepted::interval)
                            .toList());
            Recording.write(
                    handle,
                    ends,
                    new OutcomeDao.Origin(attempt.run(), attempt.step(), asset, attempt.token()),
                    intent.get(),
                    effect.get(),
                    Recording.result(step, intent.get(), effect.get().words()),
                    now);
        }
        return true;
    }

    /** Runs of which nobody does anything any more, since the process that holds them is dead. */
    private List<Settled> closeRuns() {
        List<Settled> closed = new ArrayList<>();
        for (RunDao.OpenRun run : store.jdbi().withHandle(RunDao::held)) {
            if (store.jdbi().withHandle(handle -> isDead(run, store.nowMillis(handle)))) {
                store.jdbi()
                        .inTransaction(handle -> close(handle, run.id()))
                        .ifPresent(words -> closed.add(new Settled(run.id(), words)));
            }
        }
        return closed;
    }

    private boolean isDead(RunDao.OpenRun run, long now) {
        long patience = run.worker().isHere() ? LEASES_OF_THE_LIVING * leaseMillis : 0;
        return run.worker().isGone() || run.leaseUntil() + patience < now;
    }

    /** What came from the queue and was not begun is taken up by another worker, unless it kills one after the other. */
    private Optional<String> close(Handle handle, String id) {
        long now = store.nowMillis(handle);
        Optional<RunDao.OpenRun> held = RunDao.held(handle, id).filter(run -> isDead(run, now));
        if (held.isEmpty() || AttemptDao.isAnyLive(handle, id)) {
            return Optional.empty();
        }
        RunDao.OpenRun run = held.get();
        if (run.queued() && run.deaths() < MOST_DEATHS && !run.cancelAsked()) {
            QueueDao.giveBack(handle, id, run.generation(), 1);
            return Optional.of("Run " + id + " lost its worker; it waits for another.");
        }
        RunProgress.interrupt(handle, id, run.cancelAsked() ? RunState.CANCELLED : RunState.INTERRUPTED, now);
        return Optional.of("Run " + id + " was interrupted"
                + (run.queued() && !run.cancelAsked()
                        ? " " + (run.deaths() + 1) + " times by the death of its worker"
                        : "")
                + "; it is closed now.");
    }
}
