package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.StoreAway;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.time.DataInterval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One run, from its row to its result. The thread that calls {@link #execute} decides everything and owns all state here;
 * plans and tries of steps are worked on by a pool, which hands back what is then to be done as a message.
 */
final class RunExecution {
    /** How long a step waits before it looks again whether partitions that another run works on are free. */
    private static final Duration BUSY_WAIT = Duration.ofMillis(100);

    /** How long a step waits before it is tried again after the metadata store did not answer. */
    private static final Duration STORE_WAIT = Duration.ofSeconds(1);

    private final RunRequest request;
    private final RunContext context;
    private final NodePlanner planner;
    private final StepTrier trier;
    private final Map<AssetKey, NodeProgress> nodes = new LinkedHashMap<>();
    private final List<StepResult> results = new ArrayList<>();
    private final BlockingQueue<Runnable> messages = new LinkedBlockingQueue<>();
    private final ThreadPoolExecutor pool;
    private int active;
    /** Attempts that were given up while their threads went on. */
    private int left;

    private boolean leftUndone;
    private boolean interrupted;
    /** This process is to end: what came from the queue goes back to it. */
    private volatile boolean stopped;

    RunExecution(RunRequest request, RunContext context) {
        this.request = request;
        this.context = context;
        Graph graph = context.graph();
        this.planner = new NodePlanner(graph, request, new History(context.store()), context.materializers());
        this.trier = new StepTrier(context);
        context.heart().whenCancelled(() -> messages.add(() -> {}));
        for (Graph.Node node : graph.nodes()) {
            if (request.demand().assets().contains(node.key())) {
                nodes.put(
                        node.key(),
                        new NodeProgress(node, context.materializers().of(node).batching(node.asset())));
            }
        }
        int parallel = context.settings().parallel();
        this.pool = new ThreadPoolExecutor(
                parallel, parallel, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), RunExecution::stepThread);
    }

    private static Thread stepThread(Runnable task) {
        Thread thread = new Thread(task, "daybreak-step");
        thread.setDaemon(true);
        return thread;
    }

    /** From any thread. */
    void cancel() {
        stopped = true;
        context.heart().cancel();
    }

    RunResult execute() {
        long began = System.nanoTime();
        context.listener().runStarted(context.run(), nodes.size());
        RunState outcome = RunState.FAILED;
        try {
            work();
            outcome = outcome();
        } finally {
            end(outcome);
        }
        RunResult result =
                new RunResult(context.run(), outcome, Duration.ofNanos(System.nanoTime() - began), results, left);
        context.listener().runEnded(result);
        return result;
    }

    private RunState outcome() {
        if (leftUndone) {
            return stopped && context.queued() ? RunState.QUEUED : RunState.CANCELLED;
        }
        boolean failed = results.stream().anyMatch(result -> result.state() == StepState.FAILED);
        return failed ? RunState.FAILED : RunState.SUCCEEDED;
    }

    private void end(RunState outcome) {
        pool.shutdown();
        if (active > 0) {
            // Something was thrown that ends the run: what is still worked on is put away first.
            context.heart().cancel();
            awaitPool();
        }
        Store store = context.store();
        context.patiently(() -> store.jdbi().inTransaction(handle -> {
            long now = store.nowMillis(handle);
            boolean mine = outcome == RunState.QUEUED
                    ? QueueDao.giveBack(handle, context.run(), context.generation(), 0)
                    : RunDao.endRun(handle, context.run(), context.generation(), outcome, now);
            if (mine) {
                RunDao.cancelSteps(handle, context.run(), now);
            }
            return mine;
        }));
        context.heart().close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitPool() {
        try {
            pool.awaitTermination(context.settings().lease().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
    }

    private void work() {
        while (true) {
            if (context.heart().isCancelled()) {
                dropAll();
            } else {
                beginPlans();
                beginTries();
            }
            if (active == 0
                    && nodes.values().stream().noneMatch(node -> node.nextDue().isPresent())) {
                return;
            }
            nextMessage().ifPresent(Runnable::run);
        }
    }

    private void dropAll() {
        for (NodeProgress node : nodes.values()) {
            List<StepTask> dropped = node.dropWaiting();
            dropped.stream().filter(StepTask::isRetry).forEach(this::cancelled);
            leftUndone |= !dropped.isEmpty() || !node.isPlanBegun();
        }
    }

    private void cancelled(StepTask task) {
        leftUndone = true;
        finish(task, StepState.CANCELLED, "", Optional.empty());
    }

    private Optional<Runnable> nextMessage() {
        Optional<Long> due =
                nodes.values().stream().flatMap(node -> node.nextDue().stream()).min(Long::compare);
        try {
            if (due.isEmpty() || active >= context.settings().parallel()) {
                return Optional.of(messages.take());
            }
            return Optional.ofNullable(messages.poll(due.get() - System.nanoTime(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            interrupted = true;
            context.heart().cancel();
            return Optional.empty();
        }
    }

    private void beginPlans() {
        for (NodeProgress node : nodes.values()) {
            if (!node.isPlanBegun() && inputs(node).allMatch(NodeProgress::isFinished)) {
                node.planBegins();
                plan(node, request.demand().partitions(node.node().key()));
            }
        }
    }

    private Stream<NodeProgress> inputs(NodeProgress node) {
        return node.node().inputs().stream()
                .map(Input::asset)
                .filter(nodes::containsKey)
                .map(nodes::get);
    }

    private void plan(NodeProgress node, Collection<DataInterval> partitions) {
        Map<AssetKey, Map<DataInterval, String>> ended = new HashMap<>();
        inputs(node).forEach(input -> ended.put(input.node().key(), input.ended()));
        inPool(
                () -> context.patiently(() -> planner.plan(node.node(), partitions, ended)),
                plan -> planned(node, plan),
                failure -> planFailed(node, partitions, failure));
    }

    private void planned(NodeProgress node, NodePlan plan) {
        node.planEnds();
        AssetKey asset = node.node().key();
        context.listener().planned(asset, plan.batches().size(), plan.partitions());
        plan.halted().forEach(halted -> halt(node, halted));
        for (NodePlan.Batch batch : plan.batches()) {
            node.enqueue(new StepTask(node.node(), batch, key(node, batch.intervals())), System.nanoTime());
        }
    }

    private String key(NodeProgress node, List<DataInterval> partitions) {
        return StepTask.key(context.stepKeys(), node.node().key(), partitions.get(0));
    }

    private void planFailed(NodeProgress node, Collection<DataInterval> partitions, Throwable thrown) {
        node.planEnds();
        Failure failure =
                Failure.of(Unexpected.told("plan asset '" + node.node().key() + "'", thrown));
        halt(node, new NodePlan.Halted(List.copyOf(partitions), "cannot be planned", Optional.of(failure)));
    }

    /** Records a step that is not tried. */
    private void halt(NodeProgress node, NodePlan.Halted halted) {
        AssetKey asset = node.node().key();
        StepSpan span = new StepSpan(key(node, halted.intervals()), asset, halted.intervals());
        boolean failed = halted.failure().isPresent();
        StepState state = failed ? StepState.FAILED : StepState.SKIPPED;
        StepResult result = new StepResult(span, state, halted.reason(), 0, halted.failure());
        record(span, halted.reason(), result);
        node.end(halted.intervals(), failed ? "failed" : "was skipped");
        results.add(result);
        if (failed) {
            context.listener().stepFinished(result);
        } else {
            context.listener().stepSkipped(result);
        }
    }

    private void beginTries() {
        long now = System.nanoTime();
        for (NodeProgress node : nodes.values()) {
            while (active < context.settings().parallel()) {
                Optional<StepTask> next = node.take(now);
                if (next.isEmpty()) {
                    break;
                }
                StepTask task = next.get();
                beginTry(node, task);
            }
        }
    }

    private void beginTry(NodeProgress node, StepTask task) {
        AtomicBoolean isOver = new AtomicBoolean();
        active++;
        Consumer<Runnable> once = then -> {
            if (isOver.compareAndSet(false, true)) {
                messages.add(then);
            }
        };
        Supplier<TryEnd> attempt = () -> trier.attempt(
                task,
                end -> once.accept(() -> {
                    active--;
                    tried(node, task, end);
                }));
        pool.execute(() -> once.accept(outcome(attempt, end -> tried(node, task, end), thrown -> {
            if (StoreAway.isCauseOf(thrown)) {
                awaitStore(node, task);
            } else {
                failed(node, task, Unexpected.told("finish step '" + task.key() + "'", thrown));
            }
            node.tryEnded(task);
        })));
    }

    private void tried(NodeProgress node, StepTask task, TryEnd end) {
        if (end instanceof TryEnd.GivenUp givenUp) {
            // Its thread may never come back: another takes its place.
            left++;
            pool.setMaximumPoolSize(context.settings().parallel() + left);
            pool.setCorePoolSize(context.settings().parallel() + left);
            tried(node, task, givenUp.end());
            return;
        }
        if (end instanceof TryEnd.Ended ended) {
            node.end(List.copyOf(ended.refused()), "failed");
            results.add(ended.result());
            context.listener().stepFinished(ended.result());
        } else if (end instanceof TryEnd.Failed failed) {
            Duration wait = task.tries()
                    .waitBefore(task.tryNumber(), ThreadLocalRandom.current().nextDouble());
            if (StoreAway.isCauseOf(failed.failure())) {
                awaitStore(node, task);
            } else if (failed.isWorthRetry()
                    && task.tryNumber() <= task.tries().retries()
                    && task.clock().allows(task.tries(), wait)) {
                retry(node, task, Failure.of(failed.failure()), wait);
            } else {
                failed(node, task, failed.failure());
            }
        } else if (end instanceof TryEnd.Busy) {
            node.enqueue(task, System.nanoTime() + BUSY_WAIT.toNanos());
        } else if (end instanceof TryEnd.Outdated) {
            replan(node, task);
            return;
        } else if (end instanceof TryEnd.Cancelled) {
            cancelled(task);
        }
        node.tryEnded(task);
    }

    /** A store that is away is no fault of the step: its try does not count. */
    private void awaitStore(NodeProgress node, StepTask task) {
        node.enqueue(task.of(task.batch()), System.nanoTime() + STORE_WAIT.toNanos());
    }

    private void retry(NodeProgress node, StepTask task, Failure failure, Duration wait) {
        context.listener().stepRetried(task.span(), failure, wait);
        node.enqueue(task.nextTry(), System.nanoTime() + wait.toNanos());
    }

    private void failed(NodeProgress node, StepTask task, DaybreakException failure) {
        node.end(task.batch().intervals(), "failed");
        finish(task, StepState.FAILED, "", Optional.of(Failure.of(failure)));
    }

    private void finish(StepTask task, StepState state, String words, Optional<Failure> failure) {
        StepResult result = new StepResult(task.span(), state, words, 0, failure);
        // A step may fail before its first claim.
        record(task.span(), task.batch().reason(), result);
        results.add(result);
        context.listener().stepFinished(result);
    }

    private void record(StepSpan span, String reason, StepResult result) {
        Store store = context.store();
        context.patiently(() -> store.jdbi().inTransaction(handle -> {
            long now = store.nowMillis(handle);
            RunDao.beginStep(handle, context.run(), span, reason, now);
            RunDao.endStep(handle, result, now);
            return true;
        }));
    }

    /**
     * Looks again at partitions of a step that another run has published meanwhile; what is left goes on. The try is not over
     * before that is decided.
     */
    private void replan(NodeProgress node, StepTask task) {
        inPool(
                () -> context.patiently(
                        () -> planner.plan(node.node(), task.batch().intervals(), Map.of())),
                plan -> {
                    replanned(node, task, plan);
                    node.tryEnded(task);
                },
                thrown -> {
                    failed(node, task, Unexpected.told("plan step '" + task.key() + "'", thrown));
                    node.tryEnded(task);
                });
    }

    private void replanned(NodeProgress node, StepTask task, NodePlan plan) {
        plan.halted().forEach(halted -> halt(node, halted));
        // A step that was begun goes on with what it is named after, or else with the first that is left of it.
        boolean goesOn = task.isRetry()
                && plan.halted().stream()
                        .noneMatch(halted -> key(node, halted.intervals()).equals(task.key()));
        for (int i = 0; i < plan.batches().size(); i++) {
            NodePlan.Batch batch = plan.batches().get(i);
            StepTask next =
                    goesOn && i == 0 ? task.of(batch) : new StepTask(node.node(), batch, key(node, batch.intervals()));
            node.enqueue(next, System.nanoTime());
        }
        if (goesOn && plan.batches().isEmpty()) {
            finish(task, StepState.SUCCEEDED, "published by another run meanwhile", Optional.empty());
        }
    }

    /** Works on something in the pool; what is to be done with what comes of it is done by the run's own thread. */
    private <T> void inPool(Supplier<T> work, Consumer<T> then, Consumer<Throwable> otherwise) {
        active++;
        pool.execute(() -> messages.add(outcome(work, then, otherwise)));
    }

    // A throwable of any kind must become a message: else the run would wait for it for ever.
    private <T> Runnable outcome(Supplier<T> work, Consumer<T> then, Consumer<Throwable> otherwise) {
        try {
            T value = work.get();
            return () -> {
                active--;
                then.accept(value);
            };
        } catch (Throwable thrown) {
            return () -> {
                active--;
                otherwise.accept(thrown);
            };
        }
    }
}
