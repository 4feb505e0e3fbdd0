package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.store.StoreAway;
import dev.daybreak.project.problem.DaybreakException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Looks again at steps of which others have published something since they were planned; what is left of them goes on. Thread-safe. */
final class Replanning {
    private final WorkContext context;
    private final NodePlanning planning;

    Replanning(WorkContext context, NodePlanning planning) {
        this.context = context;
        this.planning = planning;
    }

    TryEnd replan(StepTask task, Claim claim) {
        NodePlan plan;
        try {
            plan = context.patiently(() -> planning.replan(task));
        } catch (Throwable thrown) {
            if (StoreAway.isCauseOf(thrown)) {
                throw thrown;
            }
            DaybreakException failure = Unexpected.told("plan step '" + task.key() + "'", thrown);
            return context.patiently(() -> context.end(task, claim, failure, AttemptDao.UNPUBLISHED))
                    .orElseGet(TryEnd.Released::new);
        }
        List<TryEnd.Ended> ended = context.patiently(() -> context.store()
                .inTransaction(task.node().key().toString(), handle -> write(handle, task, claim, plan)));
        ended.forEach(context::tell);
        return new TryEnd.Released();
    }

    /** Returns the steps that are over. */
    private List<TryEnd.Ended> write(Handle handle, StepTask task, Claim claim, NodePlan plan) {
        if (!AttemptDao.remove(handle, claim.token())) {
            return List.of();
        }
        long now = context.store().nowMillis(handle);
        List<StepResult> ended = new ArrayList<>();
        List<NodePlan.Batch> others = new ArrayList<>();
        boolean goesOn = false;
        for (NodePlan.Batch batch : plan.batches()) {
            if (key(task, batch).equals(task.key())) {
                goesOn = true;
                StepDao.rewrite(handle, task.key(), batch);
                StepDao.giveBack(handle, task.key(), 0);
            } else {
                others.add(batch);
            }
        }
        boolean isHalted = false;
        for (NodePlan.Halted halted : plan.halted()) {
            StepResult result = NodePlanning.result(task.run(), task.node().key(), halted);
            isHalted |= result.step().key().equals(task.key());
            halt(handle, task, result, halted.reason(), now);
            ended.add(result);
        }
        if (!goesOn && !isHalted) {
            leave(handle, task, now).ifPresent(ended::add);
        }
        planning.insert(handle, task.run(), task.node(), others, !goesOn, now);
        if (!goesOn && others.isEmpty()) {
            StepDao.releaseNext(handle, task.run(), task.node().key());
        }
        boolean isRunOver = context.progress()
                .moveOn(handle, task.run(), task.node().key(), now)
                .isPresent();
        return TryEnd.Ended.all(ended, task.run(), isRunOver);
    }

    private static String key(StepTask task, NodePlan.Batch batch) {
        return StepTask.key(task.run(), task.node().key(), batch.intervals().get(0));
    }

    private static void halt(Handle handle, StepTask task, StepResult result, String reason, long now) {
        if (result.step().key().equals(task.key())) {
            StepDao.rewrite(handle, result.step(), reason);
            StepDao.end(handle, result, now);
        } else {
            StepDao.insertEnded(handle, task.run(), result, reason, now);
        }
    }

    /** Nothing is left of the step under its name: it was never there, unless it was tried. */
    private static Optional<StepResult> leave(Handle handle, StepTask task, long now) {
        if (!AttemptDao.isAny(handle, task.run(), task.node().key(), task.key())) {
            StepDao.remove(handle, task.key());
            return Optional.empty();
        }
        StepResult result = new StepResult(
                task.span(), StepState.SUCCEEDED, "published by another run meanwhile", 0, Optional.empty());
        StepDao.end(handle, result, now);
        return Optional.of(result);
    }
}
