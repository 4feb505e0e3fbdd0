package dev.daybreak.orchestration.run;

import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Tries;
import dev.daybreak.project.time.DataInterval;

/**
 * A step that is to be tried.
 *
 * @param key run, asset and first partition; the same for every try
 * @param tryNumber 1 for the first
 * @param clock runs from the first try on, through all of them
 * @param turn opened when the step may be audited and published
 */
record StepTask(Graph.Node node, NodePlan.Batch batch, String key, int tryNumber, Turn turn, StepClock clock) {
    /** The first try. */
    StepTask(Graph.Node node, NodePlan.Batch batch, String key) {
        this(node, batch, key, 1, new Turn(), new StepClock());
    }

    static String key(String run, AssetKey asset, DataInterval first) {
        return run + "/" + asset + "/" + (first.isAll() ? "all" : first.start());
    }

    StepSpan span() {
        return new StepSpan(key, node.key(), batch.intervals());
    }

    StepTask nextTry() {
        return new StepTask(node, batch, key, tryNumber + 1, new Turn(), clock);
    }

    /** The same try for what is left of its partitions. */
    StepTask of(NodePlan.Batch left) {
        return new StepTask(node, left, key, tryNumber, new Turn(), clock);
    }

    Tries tries() {
        return node.asset().about().tries();
    }

    boolean isRetry() {
        return tryNumber > 1;
    }
}
