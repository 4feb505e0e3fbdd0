package dev.daybreak.orchestration.run;

import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;

/**
 * A step that is to be tried.
 *
 * @param key run, asset and first partition; the same for every try
 * @param tryNumber 1 for the first
 * @param turn opened when the step may be audited and published
 */
record StepTask(Graph.Node node, NodePlan.Batch batch, String key, int tryNumber, Turn turn) {
    StepTask(Graph.Node node, NodePlan.Batch batch, String key, int tryNumber) {
        this(node, batch, key, tryNumber, new Turn());
    }

    static String key(String run, AssetKey asset, DataInterval first) {
        return run + "/" + asset + "/" + (first.isAll() ? "all" : first.start());
    }

    StepSpan span() {
        return new StepSpan(key, node.key(), batch.intervals());
    }

    StepTask nextTry() {
        return new StepTask(node, batch, key, tryNumber + 1);
    }

    boolean isRetry() {
        return tryNumber > 1;
    }
}
