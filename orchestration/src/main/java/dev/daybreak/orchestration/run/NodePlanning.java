package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.history.Undone;
import dev.daybreak.orchestration.run.NodeDao.ToPlan;
import dev.daybreak.orchestration.run.StepDao.Rank;
import dev.daybreak.orchestration.step.Batching.Order;
import dev.daybreak.orchestration.store.StoreAway;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jdbi.v3.core.Handle;

/**
 * Turns the assets of runs into steps, each when the run is done with what it reads. Whoever has room plans; if a planner dies, another
 * plans again, and of two who plan the same only the first writes. Thread-safe.
 */
final class NodePlanning {
    private final WorkContext context;
    private final History history;

    NodePlanning(WorkContext context) {
        this.context = context;
        this.history = new History(context.store());
    }

    /** Takes an asset that is to be planned. */
    Optional<ToPlan> take(Scope scope) {
        Optional<ToPlan> seen = context.store()
                .jdbi()
                .withHandle(
                        handle -> NodeDao.next(handle, scope, context.store().nowMillis(handle)));
        if (seen.isEmpty()) {
            return seen;
        }
        return context.store().inLightTransaction(seen.get().asset().toString(), handle -> {
            long now = context.store().nowMillis(handle);
            long until = now + context.settings().lease().toMillis();
            return NodeDao.beginPlan(handle, seen.get(), now, until) ? seen : Optional.empty();
        });
    }

    /** Plans an asset that was taken, and writes its steps. */
    void plan(ToPlan taken) {
        Optional<Graph.Node> found = context.graph().find(taken.asset());
        NodePlan plan = found.map(node -> context.patiently(() -> planned(taken, node)))
                .orElseGet(() -> halted(taken, gone(taken.asset())));
        context.listener().planned(taken.asset(), plan.batches().size(), plan.partitions());
        boolean isRunOver = context.patiently(() -> context.store()
                .inLightTransaction(taken.asset().toString(), handle -> write(handle, taken, found, plan)));
        List<StepResult> halted = plan.halted().stream()
                .map(part -> result(taken.run(), taken.asset(), part))
                .toList();
        TryEnd.Ended.all(halted, taken.run(), isRunOver).forEach(context::tell);
        if (halted.isEmpty() && isRunOver) {
            context.tellEnd(taken.run());
        }
    }

    private NodePlan planned(ToPlan taken, Graph.Node node) {
        try {
            StoredRequest.Asked asked = asked(taken.run());
            return planner(asked)
                    .plan(node, taken.partitions(), ended(taken.run(), node, asked), isMarked(taken.run()));
        } catch (Throwable thrown) {
            if (StoreAway.isCauseOf(thrown)) {
                throw thrown;
            }
            return halted(taken, Failure.of(Unexpected.told("plan asset '" + taken.asset() + "'", thrown)));
        }
    }

    /** Looks again at what is left of a step after others have published some of it. */
    NodePlan replan(StepTask task) {
        return planner(asked(task.run())).plan(task.node(), task.batch().intervals(), Map.of(), isMarked(task.run()));
    }

    private StoredRequest.Asked asked(String run) {
        return context.remembered().asked(run, () -> context.store()
                .jdbi()
                .withHandle(handle -> StoredRequest.read(
                        NodeDao.request(handle, run), context.graph(), NodeDao.partitions(handle, run))));
    }

    private NodePlanner planner(StoredRequest.Asked asked) {
        return new NodePlanner(context.graph(), asked, history, context.materializers(), context.store()::now);
    }

    /** What the run could not bring up to date of what an asset reads. */
    private Map<AssetKey, Map<DataInterval, Undone>> ended(String run, Graph.Node node, StoredRequest.Asked asked) {
        Map<AssetKey, Map<DataInterval, Undone>> ended = new HashMap<>();
        for (Input input : node.inputs()) {
            if (asked.demand().assets().contains(input.asset())) {
                ended.put(input.asset(), history.undone(run, input.asset()));
            }
        }
        return ended;
    }

    /** For one plan: asked once for each asset. */
    private BiPredicate<AssetKey, DataInterval> isMarked(String run) {
        Map<AssetKey, Set<DataInterval>> succeeded = new HashMap<>();
        return (asset, interval) -> succeeded
                .computeIfAbsent(asset, key -> history.succeeded(run, key))
                .contains(interval);
    }

    private static NodePlan halted(ToPlan taken, Failure failure) {
        return new NodePlan(
                List.of(),
                List.of(new NodePlan.Halted(
                        taken.partitions(), "cannot be planned", StepState.FAILED, Optional.of(failure))));
    }

    /** Of an asset that was in the project when the run was asked for. */
    static Failure gone(AssetKey asset) {
        return new Failure(
                ErrorCode.NOT_FOUND,
                "Cannot materialize asset '" + asset + "': the project has it no more.",
                "",
                "Nothing was changed. Remove it from what is asked for, or restore its file.");
    }

    /** Returns whether the run is over with it. */
    private boolean write(Handle handle, ToPlan taken, Optional<Graph.Node> node, NodePlan plan) {
        if (!NodeDao.change(handle, taken.run(), taken.asset(), NodeState.PLANNED)) {
            return false;
        }
        long now = context.store().nowMillis(handle);
        node.ifPresent(found -> insert(handle, taken.run(), found, plan.batches(), true, now));
        for (NodePlan.Halted halted : plan.halted()) {
            StepDao.insertEnded(handle, taken.run(), result(taken.run(), taken.asset(), halted), halted.reason(), now);
        }
        return context.progress()
                .moveOn(handle, taken.run(), taken.asset(), now)
                .isPresent();
    }

    /** @param isFirstReady whether the first of them need not wait for other steps of its asset */
    void insert(
            Handle handle, String run, Graph.Node node, List<NodePlan.Batch> batches, boolean isFirstReady, long now) {
        if (batches.isEmpty()) {
            return;
        }
        Order order = context.materializers().of(node).batching(node.asset()).order();
        List<StepTask> steps = batches.stream()
                .map(batch -> StepTask.planned(node, batch, run, order))
                .toList();
        RunDao.Traits traits = RunDao.traits(handle, run);
        long turn = FairShare.reserve(handle, traits.flow(), steps.size());
        List<String> plans =
                steps.stream().map(step -> StoredPlan.batch(step.batch())).toList();
        StepDao.insert(handle, run, steps, plans, new Rank(traits.lane(), traits.priority(), turn), isFirstReady, now);
        context.remembered().add(steps, plans);
    }

    static StepResult result(String run, AssetKey asset, NodePlan.Halted halted) {
        String key = StepTask.key(run, asset, halted.intervals().get(0));
        return new StepResult(
                new StepSpan(key, asset, halted.intervals()), halted.end(), halted.reason(), 0, halted.failure());
    }
}
