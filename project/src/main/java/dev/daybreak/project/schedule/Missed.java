package dev.daybreak.project.schedule;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * What becomes of ticks that nobody ran when they were due: because nothing was up, or the pipeline was paused or disabled.
 *
 * @param most how many of them are run at most, the newest; from 1 on. Matters only for {@link Policy#ALL}
 */
public record Missed(Policy policy, int most) {
    /** How many are run at most if nobody says. */
    public static final int DEFAULT_MOST = 100;

    /** What holds if nobody says: the last one is run. */
    public static final Missed DEFAULT = new Missed(Policy.LAST, DEFAULT_MOST);

    /** Which of the missed ticks are run. */
    public enum Policy {
        ALL,
        LAST,
        NONE
    }

    public Missed {
        Objects.requireNonNull(policy, "policy");
        if (most < 1) {
            throw new IllegalArgumentException("Invalid number of missed runs " + most + "; permitted: 1 or more");
        }
    }

    /** Those of the missed ticks that are run after all, oldest interval first. */
    public List<Tick> choose(List<Tick> missed) {
        int count =
                switch (policy) {
                    case ALL -> most;
                    case LAST -> 1;
                    case NONE -> 0;
                };
        return missed.stream()
                .sorted(Comparator.comparing(Tick::interval))
                .skip(Math.max(0, missed.size() - count))
                .toList();
    }
}
