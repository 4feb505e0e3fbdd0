package dev.daybreak.orchestration.step;

import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.Outside;
import dev.daybreak.project.plan.Slice;
import dev.daybreak.project.time.DataInterval;
import java.util.List;
import java.util.Optional;

/**
 * How one kind of asset is brought up to date. The port through which a kind plugs into runs: {@code tables},
 * {@code ingestion} and {@code models} each have one. Thread-safe.
 */
public interface Materializer {
    boolean materializes(Asset asset);

    /** What lies outside the project for this asset now; {@link Outside#NOTHING} for kinds that read only assets. */
    Outside outside(Asset asset);

    /** The published slices that readers of this asset depend on; empty if nothing was published. */
    List<Slice> slices(Asset asset);

    /**
     * The slices that readers of an earlier snapshot of this asset depended on.
     *
     * @return empty if the snapshot is not there any more, or if this kind has none
     */
    default Optional<List<Slice>> slicesAt(Asset asset, long snapshot) {
        return Optional.empty();
    }

    /** How partitions of this asset become steps. */
    Batching batching(Asset asset);

    /** Pins the inputs of a claimed step. Cheap: the work is in {@link Work#compute}. */
    Work prepare(StepContext step);

    /**
     * Why an asset that comes after a published partition of this one is not to be done; empty if it is. Only kinds that decide on
     * what comes after them say anything here.
     */
    default Optional<String> leavesOut(Asset asset, DataInterval interval, AssetKey reader) {
        return Optional.empty();
    }

    /**
     * Settles a step whose process died: if its effect is published, finishes what belongs to it here (ledger, registry) and
     * returns it; else removes what the attempt left and returns empty. May be called again at any time.
     */
    Optional<Effect> recover(Asset asset, String stepKey, String attempt);
}
