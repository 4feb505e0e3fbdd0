package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.step.Batching.Order;
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
 * @param order what it owes to the other steps of its asset
 */
record StepTask(
        Graph.Node node, NodePlan.Batch batch, String run, String key, int tryNumber, StepClock clock, Order order) {
    static String key(String run, AssetKey asset, DataInterval first) {
        return run + "/" + asset + "/" + (first.isAll() ? "all" : first.start());
    }

    /** One that was never tried. */
    static StepTask planned(Graph.Node node, NodePlan.Batch batch, String run, Order order) {
        String key = key(run, node.key(), batch.intervals().get(0));
        return new StepTask(node, batch, run, key, 1, StepClock.unused(), order);
    }

    StepSpan span() {
        return new StepSpan(key, node.key(), batch.intervals());
    }

    /** The same try for what is left of its partitions. */
    StepTask of(NodePlan.Batch left) {
        return new StepTask(node, left, run, key, tryNumber, clock, order);
    }

    Tries tries() {
        return node.asset().about().tries();
    }
}
