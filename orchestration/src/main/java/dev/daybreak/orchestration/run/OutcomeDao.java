package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.step.Audit;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.store.JsonText;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The rows of materializations and check results. */
final class OutcomeDao {
    private OutcomeDao() {}

    /** Which attempt an outcome is of. */
    record Origin(String run, String step, AssetKey asset, long token) {}

    static void insertMaterializations(Handle handle, Origin origin, Intent intent, Effect effect, long now) {
        PreparedBatch batch = handle.prepareBatch(
                """
                INSERT INTO materialization (asset, interval_start, interval_end, token, run_id, step_key, fingerprint, parts, snapshot, inputs, row_count, published_at)
                VALUES (:asset, :start, :end, :token, :run, :step, :fingerprint, :parts, :snapshot, :inputs, :rows, :now)
                """);
        String inputs = JsonText.write(effect.inputs());
        for (Intent.Accepted partition : intent.partitions()) {
            batch.bind("asset", origin.asset().toString())
                    .bind("start", partition.interval().start().toEpochMilli())
                    .bind("end", partition.interval().end().toEpochMilli())
                    .bind("token", origin.token())
                    .bind("run", origin.run())
                    .bind("step", origin.step())
                    .bind("fingerprint", partition.fingerprint().hash())
                    .bind("parts", JsonText.write(partition.fingerprint().parts()))
                    .bind("snapshot", effect.snapshot().orElse(null))
                    .bind("inputs", inputs)
                    .bind("rows", partition.rows())
                    .bind("now", now)
                    .add();
        }
        batch.execute();
    }

    static void insertChecks(Handle handle, Origin origin, List<Audit> audits, long now) {
        PreparedBatch batch = handle.prepareBatch(
                """
                INSERT INTO check_result (token, ordinal, run_id, asset, interval_start, interval_end, expectation, arguments, severity, success, observed, evaluated, unexpected, unexpected_share, samples, reason, checked_at)
                VALUES (:token, :ordinal, :run, :asset, :start, :end, :expectation, :arguments, :severity, :success, :observed, :evaluated, :unexpected, :share, :samples, :reason, :now)
                """);
        int ordinal = 0;
        for (Audit audit : audits) {
            for (CheckOutcome outcome : audit.outcomes()) {
                double share = outcome.unexpectedShare().orElse(0);
                batch.bind("token", origin.token())
                        .bind("ordinal", ordinal)
                        .bind("run", origin.run())
                        .bind("asset", origin.asset().toString())
                        .bind("start", audit.interval().start().toEpochMilli())
                        .bind("end", audit.interval().end().toEpochMilli())
                        .bind("expectation", outcome.check().expectation())
                        .bind("arguments", JsonText.write(outcome.check().arguments()))
                        .bind("severity", outcome.check().severity().name())
                        .bind("success", outcome.success())
                        .bind("observed", JsonText.write(outcome.observed()))
                        .bind("evaluated", outcome.evaluated())
                        .bind("unexpected", outcome.unexpected())
                        .bind("share", outcome.unexpectedShare().isPresent() ? share : null)
                        .bind("samples", JsonText.write(outcome.samples()))
                        .bind("reason", outcome.reason())
                        .bind("now", now)
                        .add();
                ordinal++;
            }
        }
        if (ordinal > 0) {
            batch.execute();
        }
    }

    /**
     * The token with which every published partition of what some attempts claim was published last, by the keys of their steps.
     *
     * @param first the least token of the attempts
     * @param last the greatest; there may be others between the two
     */
    static Map<String, Map<DataInterval, Long>> newestTokens(Handle handle, long first, long last) {
        Map<String, Map<DataInterval, Long>> tokens = new HashMap<>();
        handle.createQuery(
                        """
                        SELECT a.step_key, m.interval_start, m.interval_end, MAX(m.token) AS newest
                        FROM attempt a
                        JOIN materialization m
                          ON m.asset = a.asset
                         AND m.interval_start >= a.interval_start
                         AND m.interval_start < a.interval_end
                         AND m.undone_at IS NULL
                        WHERE a.token BETWEEN :first AND :last
                        GROUP BY a.step_key, m.interval_start, m.interval_end
                        """)
                .bind("first", first)
                .bind("last", last)
                .map((row, context) -> tokens.computeIfAbsent(row.getString("step_key"), key -> new HashMap<>())
                        .put(
                                new DataInterval(
                                        Instant.ofEpochMilli(row.getLong("interval_start")),
                                        Instant.ofEpochMilli(row.getLong("interval_end"))),
                                row.getLong("newest")))
                .list();
        return tokens;
    }
}
