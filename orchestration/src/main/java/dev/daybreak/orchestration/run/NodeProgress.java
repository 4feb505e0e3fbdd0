package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.step.Batching;
import dev.daybreak.project.Graph;
import dev.daybreak.project.time.DataInterval;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How far a run is with one asset. Used by the run's own thread only. */
final class NodeProgress {
    private final Graph.Node node;
    private final Batching batching;
    private final List<Due> waiting = new ArrayList<>();
    private final Map<DataInterval, String> ended = new HashMap<>();
    private boolean planBegun;
    private boolean planned;
    private int active;

    /** A try that waits for its turn. */
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
        return planned && active == 0 && waiting.isEmpty();
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
        DataInterval interval = task.span().interval();
        int place = waiting.size();
        while (place > 0 && waiting.get(place - 1).task().span().interval().compareTo(interval) > 0) {
            place--;
        }
        waiting.add(place, new Due(task, atNanos));
    }

    /** Takes the next try that may begin now. */
    Optional<StepTask> take(long nowNanos) {
        if (batching.inOrder() && active > 0) {
            return Optional.empty();
        }
        for (Due due : waiting) {
            if (due.atNanos() - nowNanos <= 0) {
                waiting.remove(due);
                active++;
                return Optional.of(due.task());
            }
            if (batching.inOrder()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** A try becomes a plan again; it counts as active until {@link #tryEnded}. */
    void replanBegins() {
        active++;
    }

    void tryEnded() {
        active--;
    }

    /** Gives up what has not begun; what was tried before is returned. */
    List<StepTask> dropWaiting() {
        List<StepTask> dropped = waiting.stream().map(Due::task).toList();
        waiting.clear();
        return dropped;
    }

    /** When the next waiting try is due, if one is. */
    Optional<Long> nextDue() {
        return waiting.stream().map(Due::atNanos).min(Long::compare);
    }
}
