package dev.daybreak.orchestration.freshness;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of promises and of those that were not kept. */
final class PromiseDao {
    private PromiseDao() {}

    /**
     * How far somebody has looked.
     *
     * @param begun what was due before that is not looked for
     * @param seenUntil what was due until then was looked for
     */
    record Seen(Instant begun, Instant seenUntil) {}

    static Map<AssetKey, Seen> seen(Handle handle) {
        Map<AssetKey, Seen> seen = new HashMap<>();
        handle.createQuery("SELECT asset, begun_at, seen_until FROM promise")
                .map((row, context) -> Map.entry(
                        AssetKey.parse(row.getString("asset")),
                        new Seen(
                                Instant.ofEpochMilli(row.getLong("begun_at")),
                                Instant.ofEpochMilli(row.getLong("seen_until")))))
                .forEach(entry -> seen.put(entry.getKey(), entry.getValue()));
        return seen;
    }

    static void begin(Handle handle, AssetKey asset, Instant now) {
        handle.createUpdate(
                        """
                        INSERT INTO promise (asset, begun_at, seen_until)
                        VALUES (:asset, :now, :now)
                        ON CONFLICT DO NOTHING
                        """)
                .bind("asset", asset.toString())
                .bind("now", now.toEpochMilli())
                .execute();
    }

    static void advance(Handle handle, AssetKey asset, Instant now) {
        handle.createUpdate("UPDATE promise SET seen_until = :now WHERE asset = :asset AND seen_until < :now")
                .bind("asset", asset.toString())
                .bind("now", now.toEpochMilli())
                .execute();
    }

    /** The asset promises nothing any more; if it does again, that begins anew. */
    static void forget(Handle handle, AssetKey asset) {
        handle.createUpdate("DELETE FROM promise WHERE asset = :asset")
                .bind("asset", asset.toString())
                .execute();
    }

    /** Oldest partition first. */
    static List<Breach> open(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT *
                        FROM breach
                        WHERE healed_at IS NULL
                        ORDER BY asset, interval_start, due_at
                        """)
                .map((row, context) -> breach(row))
                .list();
    }

    /** Newest first. */
    static List<Breach> latest(Handle handle, int most) {
        return handle.createQuery(
                        """
                        SELECT *
                        FROM breach
                        ORDER BY breached_at DESC, asset, interval_start DESC
                        LIMIT :most
                        """)
                .bind("most", most)
                .map((row, context) -> breach(row))
                .list();
    }

    /** False if it is known already. */
    static boolean insert(Handle handle, Breach breach) {
        return handle.createUpdate(
                                """
                                INSERT INTO breach (asset, interval_start, interval_end, due_at, breached_at, why)
                                VALUES (:asset, :start, :end, :due, :breached, :why)
                                ON CONFLICT DO NOTHING
                                """)
                        .bind("asset", breach.asset().toString())
                        .bind("start", breach.interval().start().toEpochMilli())
                        .bind("end", breach.interval().end().toEpochMilli())
                        .bind("due", breach.due().toEpochMilli())
                        .bind("breached", breach.breached().toEpochMilli())
                        .bind("why", breach.why())
                        .execute()
                > 0;
    }

    static void heal(Handle handle, Breach breach, Instant now) {
        handle.createUpdate(
                        """
                        UPDATE breach
                        SET healed_at = :now
                        WHERE asset = :asset
                          AND interval_start = :start
                          AND interval_end = :end
                          AND due_at = :due
                          AND healed_at IS NULL
                        """)
                .bind("now", now.toEpochMilli())
                .bind("asset", breach.asset().toString())
                .bind("start", breach.interval().start().toEpochMilli())
                .bind("end", breach.interval().end().toEpochMilli())
                .bind("due", breach.due().toEpochMilli())
                .execute();
    }

    private static Breach breach(ResultSet row) throws SQLException {
        long healed = row.getLong("healed_at");
        Optional<Instant> end = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(healed));
        return new Breach(
                AssetKey.parse(row.getString("asset")),
                new DataInterval(
                        Instant.ofEpochMilli(row.getLong("interval_start")),
                        Instant.ofEpochMilli(row.getLong("interval_end"))),
                Instant.ofEpochMilli(row.getLong("due_at")),
                Instant.ofEpochMilli(row.getLong("breached_at")),
                end,
                row.getString("why"));
    }

    /** When a partition was published last. */
    static Optional<Instant> published(Handle handle, AssetKey asset, DataInterval interval) {
        return handle.createQuery(
                        """
                        SELECT published_at
                        FROM materialization
                        WHERE asset = :asset
                          AND interval_start = :start
                          AND interval_end = :end
                        ORDER BY token DESC
                        LIMIT 1
                        """)
                .bind("asset", asset.toString())
                .bind("start", interval.start().toEpochMilli())
                .bind("end", interval.end().toEpochMilli())
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli);
    }
}
