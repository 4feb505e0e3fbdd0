package dev.daybreak.project.plan;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is published when a plan is made; every answer is a value that does not change while one plan is made. */
public interface PublishedState {
    /** The fingerprint that each partition of an asset was last published with. */
    Map<DataInterval, Fingerprint> published(AssetKey asset);

    /** The partitions of an asset that were published once, and do not count since its table was rolled back or dropped. */
    default Set<DataInterval> takenBack(AssetKey asset) {
        return Set.of();
    }

    /** The slices of an asset's table; empty if it has none. */
    List<Slice> slices(AssetKey asset);

    /**
     * The slices that an input's table had when a partition of its reader was last computed.
     *
     * @return empty if that is not known any more
     */
    default Optional<List<Slice>> slicesThen(AssetKey reader, DataInterval interval, AssetKey input) {
        return Optional.empty();
    }

    /** Whether a partition counts as done although its inputs hold other rows by now: its asset leaves late rows out. */
    default boolean isWithoutLateRows(PlannedPartition partition) {
        Fingerprint published = published(partition.asset()).get(partition.interval());
        return partition.state() == PlannedPartition.State.DONE
                && published != null
                && !published.equals(partition.fingerprint());
    }

    /** What lies outside for an asset. */
    Outside outside(AssetKey asset);

    /** Why a published partition of an asset leaves out one that comes after it; empty if it does not. */
    default Optional<String> leavesOut(AssetKey asset, DataInterval interval, AssetKey reader) {
        return Optional.empty();
    }
}
