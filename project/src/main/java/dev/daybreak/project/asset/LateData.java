package dev.daybreak.project.asset;

import dev.daybreak.project.time.Span;
import java.util.Objects;
import java.util.Optional;

/**
 * What an asset does about rows that reach its inputs after its partitions were computed.
 *
 * @param policy whether they make partitions stale
 * @param lookback partitions that begin at most so long before a new one are computed anew with it; empty: none
 */
public record LateData(Policy policy, Optional<Span> lookback) {
    /** Late rows make stale what reads them, and nothing else is done again. */
    public static final LateData HEALED = new LateData(Policy.HEAL, Optional.empty());

    public LateData {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(lookback, "lookback");
    }

    /** Whether a change of what inputs hold makes a partition stale. */
    public enum Policy {
        HEAL,
        IGNORE,
        /** Partitions stay as they are, and people are told. */
        ALERT
    }

    /** Whether late rows leave partitions as they are. */
    public boolean isIgnored() {
        return policy != Policy.HEAL;
    }

    /** Whether people are told of late rows. */
    public boolean isTold() {
        return policy == Policy.ALERT;
    }
}
