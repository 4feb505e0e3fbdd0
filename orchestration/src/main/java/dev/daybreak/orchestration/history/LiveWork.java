package dev.daybreak.orchestration.history;

import dev.daybreak.orchestration.store.Store;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is at work at a moment, for those who must not take away what it needs.
 *
 * @param since when the oldest run or attempt of it began, by the store's clock; empty if nothing is at work
 * @param attempts names of attempts that have no end yet, whether their process is alive or not
 */
public record LiveWork(Optional<Instant> since, Set<String> attempts) {
    private static final List<String> LIVE = Arrays.stream(AttemptState.values())
            .filter(AttemptState::isLive)
            .map(Enum::name)
            .toList();

    public LiveWork {
        Objects.requireNonNull(since, "since");
        attempts = Set.copyOf(attempts);
    }

    public static LiveWork of(Store store) {
        return store.jdbi().withHandle(handle -> {
            Optional<Long> since = handle.createQuery(
                            """
                            SELECT MIN(started_at)
                            FROM (SELECT started_at FROM run WHERE state = :running
                                  UNION ALL
                                  SELECT started_at FROM attempt WHERE state IN (<live>)) AS work
                            """)
                    .bind("running", RunState.RUNNING.name())
                    .bindList("live", LIVE)
                    .mapTo(Long.class)
                    .findOne();
            List<String> attempts = handle.createQuery("SELECT name FROM attempt WHERE state IN (<live>)")
                    .bindList("live", LIVE)
                    .mapTo(String.class)
                    .list();
            return new LiveWork(since.map(Instant::ofEpochMilli), Set.copyOf(attempts));
        });
    }
}
