package dev.daybreak.orchestration.history;

import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was published of an asset, in numbers over time. Every question costs what it answers, however long the history is. Thread-safe. */
public final class Publications {
    private final Store store;

    public Publications(Store store) {
        this.store = store;
    }

    /**
     * What one attempt published.
     *
     * @param partitions how many, together in one commit
     * @param rows of all of them
     * @param took from the attempt's start to its end
     */
    public record Batch(String run, Instant published, int partitions, long rows, Duration took) {}

    /** The latest of an asset, oldest first; also what was undone later. */
    public List<Batch> batches(AssetKey asset, int most) {
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT a.run_id, p.published_at, p.partitions, p.row_count, a.started_at, a.ended_at
                        FROM (
                            SELECT token, MAX(published_at) AS published_at, COUNT(*) AS partitions, SUM(row_count) AS row_count
                            FROM materialization
                            WHERE asset = :asset
                            GROUP BY token
                            ORDER BY token DESC
                            LIMIT :most) p
                        JOIN attempt a ON a.token = p.token
                        ORDER BY p.token
                        """)
                .bind("asset", asset.toString())
                .bind("most", most)
                .map((row, context) -> {
                    Instant published = Instant.ofEpochMilli(row.getLong("published_at"));
                    Instant started = Instant.ofEpochMilli(row.getLong("started_at"));
                    return new Batch(
                            row.getString("run_id"),
                            published,
                            row.getInt("partitions"),
                            row.getLong("row_count"),
                            Duration.between(
                                    started, Rows.instant(row, "ended_at").orElse(published)));
                })
                .list());
    }

    /** The newest partition of which something holds, by its interval. */
    public Optional<DataInterval> newest(AssetKey asset) {
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT interval_start, interval_end
                        FROM materialization
                        WHERE asset = :asset
                          AND undone_at IS NULL
                        ORDER BY interval_start DESC, interval_end DESC
                        LIMIT 1
                        """)
                .bind("asset", asset.toString())
                .map((row, context) -> Rows.interval(row.getLong(1), row.getLong(2)))
                .findOne());
    }

    /**
     * How many rows the newest partitions hold, newest first.
     *
     * @param most materializations that are looked at, of which several may be of one partition
     */
    public Map<DataInterval, Long> rows(AssetKey asset, int most) {
        Map<DataInterval, Long> rows = new LinkedHashMap<>();
        store.jdbi().useHandle(handle -> handle.createQuery(
                        """
                                SELECT interval_start, interval_end, row_count
                                FROM materialization
                                WHERE asset = :asset
                                  AND undone_at IS NULL
                                ORDER BY interval_start DESC, interval_end DESC, token DESC
                                LIMIT :most
                                """)
                .bind("asset", asset.toString())
                .bind("most", most)
                .map((row, context) -> rows.putIfAbsent(Rows.interval(row.getLong(1), row.getLong(2)), row.getLong(3)))
                .list());
        return rows;
    }

    /** The snapshots that were published of an asset, also those that were undone. */
    public Set<Long> snapshots(AssetKey asset) {
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT DISTINCT snapshot FROM materialization WHERE asset = :asset AND snapshot IS NOT NULL")
                .bind("asset", asset.toString())
                .mapTo(Long.class)
                .set());
    }

    /** The run that published a partition after an attempt; empty if none did, or if it does not hold any more. */
    public Optional<String> runAfter(AssetKey asset, DataInterval interval, long token) {
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT run_id
                        FROM materialization
                        WHERE asset = :asset
                          AND interval_start = :start
                          AND interval_end = :end
                          AND token > :token
                          AND undone_at IS NULL
                        ORDER BY token DESC
                        LIMIT 1
                        """)
                .bind("asset", asset.toString())
                .bind("start", interval.start().toEpochMilli())
                .bind("end", interval.end().toEpochMilli())
                .bind("token", token)
                .mapTo(String.class)
                .findOne());
    }
}
