package dev.daybreak.project.asset;

import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.time.IntervalCut;
import java.time.Instant;
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

    /** The column of its rows that cuts it along time; empty if none does. */
    Optional<TimePartition> timePartition();

    /** What cuts it into partitions; empty if it has one partition for all time. */
    default Optional<IntervalCut> cut() {
        return timePartition().map(TimePartition::cadence);
    }

    /** Where the first of its partitions begins, if it says so itself. */
    default Optional<Instant> start() {
        return timePartition().flatMap(TimePartition::start);
    }

    /** What it does about rows that reach its inputs late. */
    default LateData lateData() {
        return LateData.HEALED;
    }

    /**
     * Whether what an interval publishes depends on what those before it have published, so that they are done in order and a change of one
     * concerns all after it.
     */
    default boolean isInOrder() {
        return false;
    }

    /** What must have become of what it reads in a run before it is done. */
    default TriggerRule rule() {
        return TriggerRule.ALL_SUCCEEDED;
    }

    /** Whether an input must have succeeded, whatever the rule says. */
    default boolean needs(AssetKey input) {
        return false;
    }

    /** Whether a request that names nothing, and so means everything, means this too. */
    default boolean isPartOfEverything() {
        return true;
    }

    /** What the file says it reads. A SQL text may read more; the project's graph has the full list. */
    List<Input> declaredInputs();

    List<CheckSpec> checks();

    /**
     * The parts of the definition that decide what is computed, by name ({@code sql}, {@code checks}, {@code columns}),
     * each in a canonical text. Descriptions, owners, domains and tags are not among them. A changed part makes partitions stale,
     * and its name is told as the reason.
     */
    SortedMap<String, String> definition();
}
