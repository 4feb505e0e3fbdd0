package dev.daybreak.orchestration.schedule;

import dev.daybreak.project.asset.AssetKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of pipelines. */
final class PipelineDao {
    private PipelineDao() {}

    /**
     * Until when a pipeline was looked at.
     *
     * @param seenUpdates how many publications of its inputs it knows of; -1 before it has looked
     */
    record Row(String name, Instant seenUntil, long seenUpdates, Optional<PipelineState.Pause> pause) {}

    static Optional<Row> find(Handle handle, String name) {
        return handle.createQuery("SELECT * FROM pipeline WHERE name = :name")
                .bind("name", name)
                .map((row, context) -> row(row))
                .findOne();
    }

    static List<Row> all(Handle handle) {
        return handle.createQuery("SELECT * FROM pipeline ORDER BY name")
                .map((row, context) -> row(row))
                .list();
    }

    private static Row row(ResultSet row) throws SQLException {
        long pausedAt = row.getLong("paused_at");
        Optional<PipelineState.Pause> pause = row.wasNull()
                ? Optional.empty()
                : Optional.of(new PipelineState.Pause(
                        Instant.ofEpochMilli(pausedAt), row.getString("paused_by"), row.getString("paused_why")));
        return new Row(
                row.getString("name"),
                Instant.ofEpochMilli(row.getLong("seen_until")),
                row.getLong("seen_updates"),
                pause);
    }

    /** Makes the row of a pipeline that was never looked at; one that is there stays as it is. */
    static void begin(Handle handle, String name, Instant seenUntil, long seenUpdates) {
        handle.createUpdate(
                        """
                        INSERT INTO pipeline (name, seen_until, seen_updates)
                        VALUES (:name, :until, :updates)
                        ON CONFLICT (name) DO NOTHING
                        """)
                .bind("name", name)
                .bind("until", seenUntil.toEpochMilli())
                .bind("updates", seenUpdates)
                .execute();
    }

    /** Moves on from a row that was read; false if another moved first. */
    static boolean advance(Handle handle, Row from, Instant until, long updates) {
        return handle.createUpdate(
                                """
                                UPDATE pipeline
                                SET seen_until = :until, seen_updates = :updates
                                WHERE name = :name
                                  AND seen_until = :fromUntil
                                  AND seen_updates = :fromUpdates
                                  AND paused_at IS NULL
                                """)
                        .bind("until", until.toEpochMilli())
                        .bind("updates", updates)
                        .bind("name", from.name())
                        .bind("fromUntil", from.seenUntil().toEpochMilli())
                        .bind("fromUpdates", from.seenUpdates())
                        .execute()
                > 0;
    }

    /** False if it is paused already. */
    static boolean pause(Handle handle, String name, PipelineState.Pause pause) {
        return handle.createUpdate(
                                """
                                UPDATE pipeline
                                SET paused_at = :at, paused_by = :by, paused_why = :why
                                WHERE name = :name
                                  AND paused_at IS NULL
                                """)
                        .bind("at", pause.at().toEpochMilli())
                        .bind("by", pause.by())
                        .bind("why", pause.why())
                        .bind("name", name)
                        .execute()
                > 0;
    }

    /** False if it is not paused. */
    static boolean resume(Handle handle, String name) {
        return handle.createUpdate(
                                """
                                UPDATE pipeline
                                SET paused_at = NULL, paused_by = NULL, paused_why = NULL
                                WHERE name = :name
                                  AND paused_at IS NOT NULL
                                """)
                        .bind("name", name)
                        .execute()
                > 0;
    }

    /** How often any of some assets were published. Tokens would not tell: what was claimed first may be published last. */
    static long updates(Handle handle, Collection<AssetKey> assets) {
        if (assets.isEmpty()) {
            return 0;
        }
        return handle.createQuery(
                        """
                        SELECT COUNT(*)
                        FROM materialization
                        WHERE asset IN (<assets>)
                        """)
                .bindList("assets", assets.stream().map(AssetKey::toString).toList())
                .mapTo(Long.class)
                .one();
    }
}
