package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.step.Materializer;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.Graph;
import dev.daybreak.project.plan.PublishedState;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Brings partitions up to date, by the way of one partition: plan, claim, pin, compute, audit, publish, record. Any number of
 * runners, in this process or others, may work on one store at a time: no partition is computed by two of them at once, and what one
 * has done the others do not do again. Thread-safe.
 */
public final class Runner {
    private final Graph graph;
    private final Store store;
    private final Materializers materializers;
    private final RunnerSettings settings;
    private final Recovery recovery;
    private final Set<RunExecution> running = ConcurrentHashMap.newKeySet();
    private volatile boolean cancelled;

    public Runner(Graph graph, Store store, List<Materializer> materializers, RunnerSettings settings) {
        this.graph = graph;
        this.store = store;
        this.materializers = new Materializers(materializers);
        this.settings = settings;
        this.recovery = new Recovery(graph, store, this.materializers, settings.lease());
    }

    /** What is published now, for a planner: every question is answered when it is first asked. For one thread and one plan. */
    public PublishedState state() {
        return new StoredState(graph, new History(store), materializers);
    }

    /**
     * Finishes what dead processes began. Every run does so first; call it before a plan is shown too.
     *
     * @return what was settled; mostly empty
     */
    public List<Settled> recover() {
        return recovery.settle();
    }

    /**
     * Runs to the end. A step that fails does not fail this call: the result says what failed, and everything that does not
     * depend on it is done. A run that finds nothing to do, or is asked for nothing, is in the history like any other: as
     * succeeded, with no steps. If the calling thread is interrupted, the run is cancelled and the thread stays interrupted.
     *
     * @param listener what it throws is ignored
     */
    public RunResult run(RunRequest request, RunListener listener) {
        recover();
        String run = RunIds.insert(store, request, settings.lease());
        return execute(request, context(run, 0, false, listener));
    }

    /**
     * Works on a run that was taken from the queue. If this runner is cancelled meanwhile, the run goes back to the queue.
     *
     * @param listener what it throws is ignored
     */
    public RunResult run(RunQueue.Taken taken, RunRequest request, RunListener listener) {
        return execute(request, context(taken.run(), taken.generation(), true, listener));
    }

    private RunResult execute(RunRequest request, RunContext context) {
        RunExecution execution = new RunExecution(request, context);
        running.add(execution);
        if (cancelled) {
            execution.cancel();
        }
        try {
            return execution.execute();
        } finally {
            running.remove(execution);
        }
    }

    private RunContext context(String run, int generation, boolean queued, RunListener listener) {
        return new RunContext(
                run,
                generation,
                queued,
                graph,
                store,
                materializers,
                settings,
                new GuardedListener(listener),
                new Claims(store, settings.lease()),
                recovery,
                new Heart(store, run, generation, settings.lease(), settings.grace()));
    }

    /**
     * Ends all runs of this runner early and lets it begin no more: running work is cancelled, what is just being published is
     * finished. Returns at once; {@link #run} returns when everything is put away.
     */
    public void cancel() {
        cancelled = true;
        running.forEach(RunExecution::cancel);
    }
}
