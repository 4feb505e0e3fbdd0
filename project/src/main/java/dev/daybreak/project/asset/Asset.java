package dev.daybreak.project.asset;

import dev.daybreak.project.check.CheckSpec;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A named, durable thing the project produces. Each kind is a record of its own; a new kind needs a loader here and a
 * materializer in a module of its own, and no other change.
 */
public interface Asset {
    AssetKey key();

    About about();

    /** How the asset is cut along time; empty if it has one partition for all time. */
    Optional<TimePartition> timePartition();

    /** What the file says it reads. A SQL text may read more; the project's graph has the full list. */
    List<Input> declaredInputs();

    List<CheckSpec> checks();

    /**
     * The parts of the definition that decide what is computed, by name ({@code sql}, {@code checks}, {@code columns}),
     * each in a canonical text. Descriptions, owners and tags are not among them. A changed part makes partitions stale,
     * and its name is told as the reason.
     */
    SortedMap<String, String> definition();
}
