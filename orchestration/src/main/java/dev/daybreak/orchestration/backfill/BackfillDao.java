package dev.daybreak.orchestration.backfill;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.run.Choice;
import dev.daybreak.orchestration.store.JsonText;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** The rows of backfills, and what their runs say of them. */
final class BackfillDao {
    private BackfillDao() {}

    /** A backfill without its runs. */
    record Row(
            String id,
            BackfillRequest request,
            int concurrency,
            String by,
            Instant created,
            Optional<Backfill.Pause> pause,
            boolean isCancelAsked) {}

    /**
     * How many runs of a backfill are in a state.
     *
     * @param startedMillis when they were begun, on average
     * @param tookMillis how long they took, on average; 0 if they have not ended
     */
    record Count(String backfill, RunState state, int runs, long startedMillis, long tookMillis) {}

    static void insert(Handle handle, String id, BackfillRequest request, int concurrency, String by, long now) {
        handle.createUpdate(
                        """
                        INSERT INTO backfill (backfill_id, words, selection, interval_start, interval_end, starts, chosen, concurrency,
                                              requested_by, created_at)
                        VALUES (:id, :words, :selection, :start, :end, :starts, :chosen, :concurrency, :by, :now)
                        """)
                .bind("id", id)
                .bind("words", request.words())
                .bind("selection", JsonText.write(request.selection()))
                .bind("start", request.range().start().toEpochMilli())
                .bind("end", request.range().end().toEpochMilli())
                .bind(
                        "starts",
                        JsonText.write(request.starts().stream()
                                .map(Instant::toEpochMilli)
                                .toList()))
                .bind("chosen", request.only().toString())
                .bind("concurrency", concurrency)
                .bind("by", by)
                .bind("now", now)
                .execute();
    }

    static List<Row> before(Handle handle, Optional<String> id, int most) {
        return handle.createQuery(
                        """
                        SELECT *
                        FROM backfill
                        WHERE %s
                        ORDER BY backfill_id DESC
                        LIMIT :most
                        """
                                .formatted(id.isPresent() ? "backfill_id < :id" : "'' = :id"))
                .bind("id", id.orElse(""))
                .bind("most", most)
                .map((row, context) -> row(row))
                .list();
    }

    /** Those whose id it is, or begins or ends so. */
    static List<Row> find(Handle handle, String idOrPart) {
        return handle.createQuery(
                        """
                        SELECT *
                        FROM backfill
                        WHERE substr(backfill_id, 1, :length) = :id
                           OR substr(backfill_id, length(backfill_id) - :length + 1) = :id
                        ORDER BY backfill_id
                        """)
                .bind("id", idOrPart)
                .bind("length", idOrPart.length())
                .map((row, context) -> row(row))
                .list();
    }

    private static Row row(ResultSet row) throws SQLException {
        List<String> selection = JsonText.read(row.getString("selection"), new TypeReference<>() {});
        List<Long> starts = JsonText.read(row.getString("starts"), new TypeReference<>() {});
        Set<Instant> instants = new HashSet<>();
        starts.forEach(millis -> instants.add(Instant.ofEpochMilli(millis)));
        BackfillRequest request = new BackfillRequest(
                selection,
                new DataInterval(
                        Instant.ofEpochMilli(row.getLong("interval_start")),
                        Instant.ofEpochMilli(row.getLong("interval_end"))),
                instants,
                Choice.Only.valueOf(row.getString("chosen").toUpperCase(Locale.ROOT)),
                row.getString("words"));
        long pausedAt = row.getLong("paused_at");
        Optional<Backfill.Pause> pause = row.wasNull()
                ? Optional.empty()
                : Optional.of(new Backfill.Pause(
                        Instant.ofEpochMilli(pausedAt), row.getString("paused_by"), row.getString("paused_why")));
        return new Row(
                row.getString("backfill_id"),
                request,
                row.getInt("concurrency"),
                row.getString("requested_by"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                pause,
                row.getObject("cancelled_at") != null);
    }

    static List<Count> counts(Handle handle, List<String> backfills) {
        if (backfills.isEmpty()) {
            return List.of();
        }
        return handle.createQuery(
                        """
                        SELECT backfill_id, state, COUNT(*) AS runs,
                               AVG(started_at) AS started, COALESCE(AVG(ended_at - started_at), 0) AS took
                        FROM run
                        WHERE backfill_id IN (<backfills>)
                        GROUP BY backfill_id, state
                        """)
                .bindList("backfills", backfills)
                .map((row, context) -> new Count(
                        row.getString("backfill_id"),
                        RunState.valueOf(row.getString("state")),
                        row.getInt("runs"),
                        (long) row.getDouble("started"),
                        (long) row.getDouble("took")))
                .list();
    }

    /** In the order in which they start. */
    static List<BackfillRun> runs(Handle handle, String backfill) {
        return handle.createQuery(
                        """
                        SELECT run_id, words, state, started_at, ended_at, failure
                        FROM run
                        WHERE backfill_id = :backfill
                        ORDER BY run_id
                        """)
                .bind("backfill", backfill)
                .map((row, context) -> run(row))
                .list();
    }

    /** A step covers one partition, or more of them, whose bounds stand in a list of pairs. */
    static SortedMap<AssetKey, Map<StepState, Long>> partitions(Handle handle, String backfill) {
        SortedMap<AssetKey, Map<StepState, Long>> counts = new TreeMap<>();
        handle.createQuery(
                        """
                        SELECT s.asset, s.state,
                               SUM(1 + (LENGTH(s.partitions) - LENGTH(REPLACE(s.partitions, '],[', ''))) / 3) AS partitions
                        FROM run r
                        JOIN step s ON s.run_id = r.run_id
                        WHERE r.backfill_id = :backfill
                        GROUP BY s.asset, s.state
                        """)
                .bind("backfill", backfill)
                .map((row, context) -> counts.computeIfAbsent(
                                AssetKey.parse(row.getString("asset")), asset -> new EnumMap<>(StepState.class))
                        .put(StepState.valueOf(row.getString("state")), row.getLong("partitions")))
                .list();
        return counts;
    }

    private static BackfillRun run(ResultSet row) throws SQLException {
        RunState state = RunState.valueOf(row.getString("state"));
        Instant started = Instant.ofEpochMilli(row.getLong("started_at"));
        long ended = row.getLong("ended_at");
        boolean hasEnded = !row.wasNull();
        return new BackfillRun(
                row.getString("run_id"),
                row.getString("words"),
                state,
                state == RunState.QUEUED ? Optional.empty() : Optional.of(started),
                hasEnded ? Optional.of(Instant.ofEpochMilli(ended)) : Optional.empty(),
                Optional.ofNullable(row.getString("failure")));
    }

    /** False if it is paused already. */
    static boolean pause(Handle handle, String id, Backfill.Pause pause) {
        return handle.createUpdate(
                                """
                                UPDATE backfill
                                SET paused_at = :at, paused_by = :by, paused_why = :why
                                WHERE backfill_id = :id
                                  AND paused_at IS NULL
                                """)
                        .bind("at", pause.at().toEpochMilli())
                        .bind("by", pause.by())
                        .bind("why", pause.why())
                        .bind("id", id)
                        .execute()
                > 0;
    }

    /** False if it is not paused. */
    static boolean resume(Handle handle, String id) {
        return handle.createUpdate(
                                """
                                UPDATE backfill
                                SET paused_at = NULL, paused_by = NULL, paused_why = NULL
                                WHERE backfill_id = :id
                                  AND paused_at IS NOT NULL
                                """)
                        .bind("id", id)
                        .execute()
                > 0;
    }

    static void markCancelled(Handle handle, String id, long now) {
        handle.createUpdate(
                        """
                        UPDATE backfill
                        SET cancelled_at = :now
                        WHERE backfill_id = :id
                          AND cancelled_at IS NULL
                        """)
                .bind("now", now)
                .bind("id", id)
                .execute();
    }
}
