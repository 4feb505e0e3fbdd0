package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.step.Batching;
import dev.daybreak.orchestration.step.Batching.Order;
import dev.daybreak.project.Graph;
import dev.daybreak.project.time.DataInterval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How far a run is with one asset. Used by the run's own thread only. */
final class NodeProgress {
    private final Graph.Node node;
    private final Batching batching;
    private final List<Due> waiting = new ArrayList<>();
    private final Map<DataInterval, String> ended = new HashMap<>();
    private boolean planBegun;
    private boolean planned;
    private final List<StepTask> running = new ArrayList<>();

    /** A try that is not begun yet. */
    private record Due(StepTask task, long atNanos) {}

    NodeProgress(Graph.Node node, Batching batching) {
        this.node = node;
        this.batching = batching;
    }

    Graph.Node node() {
        return node;
    }

    boolean isPlanBegun() {
        return planBegun;
    }

    void planBegins() {
        planBegun = true;
    }

    void planEnds() {
        planned = true;
    }

    boolean isFinished() {
        return planned && running.isEmpty() && waiting.isEmpty();
    }

    /** Partitions that this run could not bring up to date, with a word for what became of them. */
    Map<DataInterval, String> ended() {
        return Map.copyOf(ended);
    }

    void end(List<DataInterval> partitions, String what) {
        partitions.forEach(partition -> ended.put(partition, what));
    }

    /** In turn: where steps go in order, the oldest is tried again before a later one is begun. */
    void enqueue(StepTask task, long atNanos) {
        DataInterval interval = interval(task);
        int place = waiting.size();
        while (place > 0 && interval(waiting.get(place - 1).task()).compareTo(interval) > 0) {
            place--;
        }
        waiting.add(place, new Due(task, atNanos));
    }

    /**
     * Takes the next try that may begin now. Where steps have an order, none begins while an earlier one waits to be tried
     * again. So whoever takes a place and must wait for its turn waits for one that has a place too, and not all places can be
     * taken by those who wait.
     */
    Optional<StepTask> take(long nowNanos) {
        if (nextDue().filter(due -> due - nowNanos <= 0).isEmpty()) {
            return Optional.empty();
        }
        Due next = waiting.stream()
                .filter(due -> due.atNanos() - nowNanos <= 0)
                .findFirst()
                .orElseThrow();
        waiting.remove(next);
        running.add(next.task());
        openTurns();
        return Optional.of(next.task());
    }

    /** Lets go on what no earlier step is in the way of. */
    private void openTurns() {
        Optional<DataInterval> oldest = Stream.concat(waiting.stream().map(Due::task), running.stream())
                .map(NodeProgress::interval)
                .min(Comparator.naturalOrder());
        running.stream()
                .filter(task ->
                        batching.order() == Order.ANY || oldest.orElseThrow().equals(interval(task)))
                .forEach(task -> task.turn().open());
    }

    private static DataInterval interval(StepTask task) {
        return task.span().interval();
    }

    /** A try is over, and what becomes of its step is decided: it has ended, or it is waiting again. */
    void tryEnded(StepTask task) {
        running.removeIf(other -> other.key().equals(task.key()));
        openTurns();
    }

    /** Gives up what has not begun; what was tried before is returned. */
    List<StepTask> dropWaiting() {
        List<StepTask> dropped = waiting.stream().map(Due::task).toList();
        waiting.clear();
        return dropped;
    }

    /** When the next try can begin; empty if none waits, or the end of another must come first. */
    Optional<Long> nextDue() {
        return switch (batching.order()) {
            case ANY -> waiting.stream().map(Due::atNanos).min(Long::compare);
            case PUBLISHED_IN_TURN -> waiting.stream().findFirst().map(Due::atNanos);
            case ONE_BY_ONE -> running.isEmpty() ? waiting.stream().findFirst().map(Due::atNanos) : Optional.empty();
        };
    }
}
