package dev.daybreak.orchestration.run;

import dev.daybreak.project.plan.Demand;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A request to bring partitions up to date.
 *
 * @param by who asks, for the history
 * @param words the selection and range as they were asked for, for the history
 * @param choice which of the partitions are computed
 */
public record RunRequest(Kind kind, Demand demand, String by, Optional<String> words, Choice choice) {
    /** What led to a run. */
    public enum Kind {
        RUN,
        BACKFILL,
        SCHEDULE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public RunRequest {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(demand, "demand");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(words, "words");
        Objects.requireNonNull(choice, "choice");
    }

    /** For what is missing or stale. */
    public RunRequest(Kind kind, Demand demand, String by, Optional<String> words) {
        this(kind, demand, by, words, Choice.NEEDED);
    }
}
