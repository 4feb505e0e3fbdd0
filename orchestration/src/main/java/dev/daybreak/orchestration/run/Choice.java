package dev.daybreak.orchestration.run;

import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/**
 * Which of the partitions that a request is about are computed.
 *
 * @param range what is asked for again with {@link Only#ALL}; what only windows reach beyond it is computed if needed
 * @param starts if not empty, {@link Only#ALL} asks only for partitions again that start at one of these
 * @param runs what the ids of runs begin with that belong to the request: what one of them has published is not asked for again;
 *     may be empty
 */
public record Choice(Only only, DataInterval range, Set<Instant> starts, String runs) {
    /** What is missing or stale. */
    public static final Choice NEEDED = new Choice(Only.NEEDED, DataInterval.ALL, Set.of(), "");

    /** Names of choices, as the command line says them. */
    public enum Only {
        /** Missing or stale. */
        NEEDED,
        /** Never published. */
        MISSING,
        /** The last step that did not end early failed for it. */
        FAILED,
        /** Up to date or not. */
        ALL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Choice {
        starts = Set.copyOf(starts);
    }

    boolean isAskedAgain(DataInterval partition) {
        boolean isInScope = partition.isAll()
                || (range.contains(partition) && (starts.isEmpty() || starts.contains(partition.start())));
        return only == Only.ALL && isInScope;
    }
}
