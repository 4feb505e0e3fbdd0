package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.AttemptState;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.store.Store;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Claims steps: their states, an attempt with a fencing token for each, and how far the turns have come. On PostgreSQL, where every statement is
 * a way to the server and back, that is one statement; elsewhere one after the other.
 */
final class ClaimDao {
    private static final String COLUMNS =
            "token, name, step_key, run_id, asset, interval_start, interval_end, state, host, pid, process_started, lease_until,"
                    + " started_at, log_file";

    private static final String AT_ONCE =
            """
            WITH begun AS (
                UPDATE step
                SET state = :running,
                    started_at = CASE WHEN begun_at IS NULL THEN :now ELSE started_at END,
                    begun_at = COALESCE(begun_at, :now)
                WHERE step_key = ANY (string_to_array(:keys, :separator))
                  AND state = ANY (string_to_array(:from, :separator))
                RETURNING step_key, run_id, asset, interval_start, interval_end),
            numbered AS (
                SELECT nextval('fencing_token') AS token, begun.*
                FROM begun),
            turned AS (
                UPDATE fair_share
                SET turn = :turn
                WHERE flow = ''
                  AND turn < :turn)
            INSERT INTO attempt (%s)
            SELECT token, run_id || '-' || token, step_key, run_id, asset, interval_start, interval_end,
                   :claimed, :host, :pid, :processStarted, :leaseUntil, :now, run_id || '/' || asset || '-' || token || '.log'
            FROM numbered
            RETURNING step_key, token
            """
                    .formatted(COLUMNS);

    private static final String SEPARATOR = "\n";

    private ClaimDao() {}

    /**
     * Claims steps that are ready.
     *
     * @param turn the greatest of theirs
     * @param leaseUntil in milliseconds since 1970
     * @return the tokens, by the steps' keys
     */
    static Map<String, Long> claim(
            Handle handle, Store store, List<ReadyDao.Row> rows, long turn, long now, long leaseUntil) {
        List<String> keys = rows.stream().map(ReadyDao.Row::key).toList();
        if (store.isRemote()) {
            return handle.createQuery(AT_ONCE)
                    .bind("running", StepState.RUNNING.name())
                    .bind("keys", joined(keys))
                    .bind("from", joined(Transitions.into(StepState.RUNNING)))
                    .bind("separator", SEPARATOR)
                    .bind("turn", turn)
                    .bindMap(common(now, leaseUntil))
                    .reduceRows(new HashMap<>(), (tokens, row) -> {
                        tokens.put(row.getColumn("step_key", String.class), row.getColumn("token", Long.class));
                        return tokens;
                    });
        }
        StepDao.begin(handle, keys, now);
        FairShare.taken(handle, turn);
        return insert(handle, rows, store.nextTokens(handle, rows.size()), common(now, leaseUntil));
    }

    private static String joined(Collection<String> texts) {
        return String.join(SEPARATOR, texts);
    }

    private static Map<String, Object> common(long now, long leaseUntil) {
        Map<String, Object> values = new HashMap<>();
        values.put("claimed", AttemptState.CLAIMED.name());
        values.put("host", Worker.SELF.host());
        values.put("pid", Worker.SELF.pid());
        values.put("processStarted", Worker.SELF.processStarted());
        values.put("leaseUntil", leaseUntil);
        values.put("now", now);
        return values;
    }

    private static Map<String, Long> insert(
            Handle handle, List<ReadyDao.Row> rows, List<Long> tokens, Map<String, Object> common) {
        Map<String, Long> byKey = new HashMap<>();
        PreparedBatch batch = handle.prepareBatch(
                """
                INSERT INTO attempt (%s)
                VALUES (:token, :name, :step, :run, :asset, :start, :end, :claimed, :host, :pid, :processStarted, :leaseUntil, :now, :logFile)
                """
                        .formatted(COLUMNS));
        for (int i = 0; i < rows.size(); i++) {
            StepSpan span = rows.get(i).span();
            long token = tokens.get(i);
            byKey.put(span.key(), token);
            batch.bind("token", token)
                    .bind("name", rows.get(i).run() + "-" + token)
                    .bind("step", span.key())
                    .bind("run", rows.get(i).run())
                    .bind("asset", span.asset().toString())
                    .bind("start", span.interval().start().toEpochMilli())
                    .bind("end", span.interval().end().toEpochMilli())
                    .bind("logFile", Claims.logFile(rows.get(i).run(), span, token))
                    .bindMap(common)
                    .add();
        }
        batch.execute();
        return byKey;
    }
}
