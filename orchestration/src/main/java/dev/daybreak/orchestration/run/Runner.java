package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.sensor.Looks;
import dev.daybreak.orchestration.step.Materializer;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.Graph;
import dev.daybreak.project.plan.PublishedState;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

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
    private final RunProgress progress;
    private final StepEnds ends;
    private final Recovery recovery;
    private final Looks looks;
    private final Set<OwnRun> running = ConcurrentHashMap.newKeySet();
    private volatile boolean cancelled;

    /** For a project whose assets wait for nothing in a database or beside the working folder. */
    public Runner(Graph graph, Store store, List<Materializer> materializers, RunnerSettings settings) {
        this(graph, store, materializers, settings, new Looks(graph, new History(store), Path.of(""), (name, sql) -> {
            throw new IllegalStateException("there is no connection '" + name + "'");
        }));
    }

    /** @param looks for what steps wait for */
    public Runner(Graph graph, Store store, List<Materializer> materializers, RunnerSettings settings, Looks looks) {
        this.looks = looks;
        this.graph = graph;
        this.store = store;
        this.materializers = new Materializers(materializers);
        this.settings = settings;
        this.progress = new RunProgress(graph);
        this.ends = new StepEnds(progress);
        this.recovery = new Recovery(graph, store, this.materializers, ends, settings.lease());
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
     * Runs to the end, in this process alone. A step that fails does not fail this call: the result says what failed, and
     * everything that does not depend on it is done. A run that finds nothing to do, or is asked for nothing, is in the history like any
     * other: as succeeded, with no steps. If the calling thread is interrupted, the run is cancelled and the thread stays interrupted.
     *
     * @param listener what it throws is ignored
     */
    public RunResult run(RunRequest request, RunListener listener) {
        recover();
        RunListener guarded = new GuardedListener(listener);
        String run = RunIds.insert(store, request, settings.lease(), progress);
        guarded.runStarted(run, request.demand().assets().size());
        int left;
        Remembered remembered = new Remembered();
        remembered.add(run, request);
        try (StepWorker worker = worker(Scope.of(run), guarded, note -> {}, remembered)) {
            OwnRun own = new OwnRun(run, request.by(), store, worker);
            running.add(own);
            if (cancelled) {
                own.cancel();
            }
            try {
                own.work(settings.lease());
            } finally {
                running.remove(own);
            }
            left = worker.left();
        }
        RunResult result = RunResult.read(new History(store), run, left);
        guarded.runEnded(result);
        return result;
    }

    /**
     * A worker on the steps of runs that came from the queue.
     *
     * @param listener what it throws is ignored
     * @param notes gets a line when something was settled
     */
    public StepWorker queueWorker(RunListener listener, Consumer<String> notes) {
        return worker(Scope.QUEUE, new GuardedListener(listener), notes, new Remembered());
    }

    private StepWorker worker(Scope scope, RunListener listener, Consumer<String> notes, Remembered remembered) {
        Heart heart = new Heart(store, scope.run(), settings.lease(), settings.grace());
        WorkContext context = new WorkContext(
                graph,
                store,
                materializers,
                settings,
                listener,
                new Claims(store, settings.lease()),
                progress,
                ends,
                recovery,
                looks,
                remembered,
                heart,
                scope);
        return new StepWorker(context, notes);
    }

    /**
     * Ends all runs of this runner early and lets it begin no more: running work is cancelled, what is just being published is
     * finished. Returns at once; {@link #run} returns when everything is put away.
     */
    public void cancel() {
        cancelled = true;
        running.forEach(OwnRun::cancel);
    }
}
