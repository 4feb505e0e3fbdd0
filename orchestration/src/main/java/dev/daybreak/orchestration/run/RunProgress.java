package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Moves a run on: when the last step of an asset ends, what reads it can be planned; when the last asset is finished, the run is
 * over. Every method is a part of its caller's transaction, so that a step and what follows from its end change together, and a process
 * that dies leaves nothing half moved.
 *
 * <p>Rows are changed in the order of the graph, and the run's own at last, so that no two transactions wait for each other in
 * a circle. Thread-safe.
 */
final class RunProgress {
    private static final List<NodeState> OPEN = List.of(NodeState.WAITING, NodeState.TO_PLAN, NodeState.PLANNED);

    private final Graph graph;

    RunProgress(Graph graph) {
        this.graph = graph;
    }

    /**
     * Writes what a run is about that is at work and that nobody has begun.
     *
     * @return how it ended, if it is over at once since it asks for nothing, or was cancelled meanwhile
     */
    Optional<RunState> begin(Handle handle, String run, RunRequest request, long now) {
        Set<AssetKey> asked = request.demand().assets();
        Map<AssetKey, NodeState> states = new LinkedHashMap<>();
        for (Graph.Node node : graph.nodes()) {
            if (asked.contains(node.key())) {
                boolean isFirst = node.upstream().stream().noneMatch(asked::contains);
                states.put(node.key(), isFirst ? NodeState.TO_PLAN : NodeState.WAITING);
            }
        }
        NodeDao.insert(handle, run, RunDao.traits(handle, run).lane(), states, request);
        NodeDao.writeRequest(handle, run, request);
        return QueueDao.isCancelAsked(handle, run) ? cancel(handle, run, now) : endIfDone(handle, run, now);
    }

    /**
     * After a step has ended, or the steps of an asset have been written; in a transaction of the asset's topic or of the whole store: of two
     * that end an asset's last steps, one sees the other's. Returns how the run ended, if it did.
     */
    Optional<RunState> moveOn(Handle handle, String run, AssetKey asset, long now) {
        if (StepDao.isAny(handle, run, asset, StepDao.OPEN)
                || !NodeDao.change(handle, run, asset, NodeState.FINISHED)) {
            return Optional.empty();
        }
        for (Graph.Node reader : graph.readers(asset)) {
            NodeDao.touch(handle, run, reader.key());
            if (isReadyToPlan(handle, run, reader)) {
                NodeDao.change(handle, run, reader.key(), NodeState.TO_PLAN);
            }
        }
        return endIfDone(handle, run, now);
    }

    private static boolean isReadyToPlan(Handle handle, String run, Graph.Node node) {
        return NodeDao.count(handle, run, List.copyOf(node.upstream())).keySet().stream()
                .noneMatch(OPEN::contains);
    }

    /** Ends all that is not at work; the rest is stopped by whoever is at it, and the run is over with its end. */
    static Optional<RunState> cancel(Handle handle, String run, long now) {
        StepDao.cancel(handle, run, false, now);
        NodeDao.drop(handle, run);
        return endIfDone(handle, run, now);
    }

    /** Ends a run whose process died, with all that it left undone. False if it is over already. */
    static boolean interrupt(Handle handle, String run, RunState to, long now) {
        if (!RunDao.endRun(handle, run, to, now)) {
            return false;
        }
        StepDao.cancel(handle, run, true, now);
        NodeDao.drop(handle, run);
        return true;
    }

    private static Optional<RunState> endIfDone(Handle handle, String run, long now) {
        RunDao.touch(handle, run);
        if (NodeDao.isAny(handle, run, OPEN)) {
            return Optional.empty();
        }
        RunState outcome = outcome(handle, run);
        return RunDao.endRun(handle, run, outcome, now) ? Optional.of(outcome) : Optional.empty();
    }

    private static RunState outcome(Handle handle, String run) {
        boolean isCut = StepDao.isAny(handle, run, List.of(StepState.CANCELLED))
                || NodeDao.isAny(handle, run, List.of(NodeState.DROPPED))
                || (!NodeDao.isAny(handle, run, List.of(NodeState.values())) && QueueDao.isCancelAsked(handle, run));
        if (isCut) {
            return RunState.CANCELLED;
        }
        return StepDao.isAny(handle, run, List.of(StepState.FAILED)) ? RunState.FAILED : RunState.SUCCEEDED;
    }
}
