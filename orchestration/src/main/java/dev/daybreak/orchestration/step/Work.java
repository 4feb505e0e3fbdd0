package dev.daybreak.orchestration.step;

import dev.daybreak.lake.PublishGuard;
import dev.daybreak.project.time.DataInterval;
import java.util.List;
import java.util.Set;

/**
 * One attempt at a step: compute, audit, publish, in this order, once each. Failures are
 * {@link dev.daybreak.project.problem.DaybreakException}s. Used by one thread, except {@link #cancel}.
 */
public interface Work extends AutoCloseable {
    /** Computes everything into a place that no reader sees. */
    void compute();

    /**
     * Checks exactly what was computed: one audit for every partition of the step. Where steps of the asset are published in
     * turn, those of earlier partitions have ended by now, and what they published may be looked at.
     */
    List<Audit> audit();

    /**
     * Publishes the partitions whose audit did not block, in one commit.
     *
     * @param accepted not empty; partitions of the step
     */
    Effect publish(PublishGuard guard, Set<DataInterval> accepted);

    /** Stops a running call, from another thread. */
    void cancel();

    /** Releases everything, and removes what was computed but not published. */
    @Override
    void close();
}
