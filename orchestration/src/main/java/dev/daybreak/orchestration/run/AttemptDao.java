package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.AttemptState;
import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The rows of attempts, each with the stretch of time that it claims of its asset. */
final class AttemptDao {
    /** As the index of live attempts says it: with other words it is not found. */
    private static final String IS_LIVE = Arrays.stream(AttemptState.values())
            .filter(AttemptState::isLive)
            .map(state -> "'" + state.name() + "'")
            .collect(Collectors.joining(", ", "state IN (", ")"));

    /** States in which an attempt's own worker may still publish. */
    static final List<String> ACTIVE = List.of(AttemptState.CLAIMED.name(), AttemptState.PUBLISHING.name());

    /** States in which nothing of it can be visible. */
    static final List<String> UNPUBLISHED = List.of(AttemptState.CLAIMED.name());

    private AttemptDao() {}

    /** A live attempt as somebody else sees it. */
    record LiveAttempt(
            long token, String name, String step, String run, String asset, Worker worker, long leaseUntil) {}

    /** An attempt of a step that was over before it began, and has no log. */
    static void insertEnded(Handle handle, String run, StepSpan span, long token, long now) {
        handle.createUpdate(
                        """
                        INSERT INTO attempt (token, name, step_key, run_id, asset, interval_start, interval_end, state, host, pid, process_started,
                                             lease_until, started_at, ended_at, log_file)
                        VALUES (:token, :name, :step, :run, :asset, :start, :end, :state, '', 0, 0, 0, :now, :now, '')
                        """)
                .bind("token", token)
                .bind("name", run + "-" + token)
                .bind("step", span.key())
                .bind("run", run)
                .bind("asset", span.asset().toString())
                .bind("start", span.interval().start().toEpochMilli())
                .bind("end", span.interval().end().toEpochMilli())
                .bind("state", AttemptState.SUCCEEDED.name())
                .bind("now", now)
                .execute();
    }

    /** Removes an attempt that has claimed nothing and did nothing; false if others have taken it over. */
    static boolean remove(Handle handle, long token) {
        return handle.createUpdate("DELETE FROM attempt WHERE token = :token AND state = :claimed")
                        .bind("token", token)
                        .bind("claimed", AttemptState.CLAIMED.name())
                        .execute()
                > 0;
    }

    /** From now on the attempt claims no partitions. */
    static void releaseClaim(Handle handle, long token) {
        handle.createUpdate("UPDATE attempt SET interval_start = 0, interval_end = 0 WHERE token = :token")
                .bind("token", token)
                .execute();
    }

    static boolean isAny(Handle handle, String run, AssetKey asset, String step) {
        return handle.createQuery(
                        "SELECT 1 FROM attempt WHERE run_id = :run AND asset = :asset AND step_key = :step LIMIT 1")
                .bind("run", run)
                .bind("asset", asset.toString())
                .bind("step", step)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    static boolean isAnyLive(Handle handle, String run) {
        return handle.createQuery("SELECT 1 FROM attempt WHERE run_id = :run AND " + IS_LIVE + " LIMIT 1")
                .bind("run", run)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** What live attempts of some assets have claimed. */
    static List<StepSpan> held(Handle handle, Collection<AssetKey> assets) {
        return handle.createQuery(
                        """
                        SELECT step_key, asset, interval_start, interval_end
                        FROM attempt
                        WHERE %s
                          AND asset IN (<assets>)
                          AND interval_start < interval_end
                        """
                                .formatted(IS_LIVE))
                .bindList("assets", assets.stream().map(AssetKey::toString).toList())
                .map((row, context) -> new StepSpan(
                        row.getString("step_key"),
                        AssetKey.parse(row.getString("asset")),
                        List.of(new DataInterval(
                                Instant.ofEpochMilli(row.getLong("interval_start")),
                                Instant.ofEpochMilli(row.getLong("interval_end"))))))
                .list();
    }

    /** Whether a greater token has claimed something that overlaps, whatever became of it. */
    static boolean isOvertaken(Handle handle, AssetKey asset, DataInterval span, long token) {
        return handle.createQuery(
                                """
                                SELECT COUNT(*)
                                FROM attempt
                                WHERE asset = :asset
                                  AND token > :token
                                  AND interval_start < :end
                                  AND interval_end > :start
                                """)
                        .bind("asset", asset.toString())
                        .bind("token", token)
                        .bind("start", span.start().toEpochMilli())
                        .bind("end", span.end().toEpochMilli())
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /** Extends the lease of an attempt that its own worker still may end; false if it may not any more. */
    static boolean renew(Handle handle, long token, long leaseUntil) {
        return handle.createUpdate(
                                """
                                UPDATE attempt
                                SET lease_until = :leaseUntil
                                WHERE token = :token
                                  AND state IN (<active>)
                                """)
                        .bind("leaseUntil", leaseUntil)
                        .bind("token", token)
                        .bindList("active", ACTIVE)
                        .execute()
                > 0;
    }

    /** Keeps what is about to be published; false if the attempt is no longer the worker's own. */
    static boolean beginPublish(Handle handle, long token, Intent intent) {
        return handle.createUpdate(
                                """
                                UPDATE attempt
                                SET state = :to, intent = :intent
                                WHERE token = :token
                                  AND state IN (<from>)
                                """)
                        .bind("to", AttemptState.PUBLISHING.name())
                        .bind("intent", intent.toJson())
                        .bind("token", token)
                        .bindList("from", Transitions.into(AttemptState.PUBLISHING))
                        .execute()
                > 0;
    }

    /** Ends an attempt for its own worker; false if somebody else has taken it over. */
    static boolean end(Handle handle, long token, AttemptState to, Optional<Failure> failure, long now) {
        return end(handle, token, to, failure, now, ACTIVE);
    }

    /** Ends an attempt for whoever settles it; false if another has done so. */
    static boolean endSettled(Handle handle, long token, AttemptState to, Optional<Failure> failure, long now) {
        return end(handle, token, to, failure, now, List.of(AttemptState.SETTLING.name()));
    }

    /** Ends an attempt that is in one of some states; false if it is in none. */
    static boolean end(
            Handle handle, long token, AttemptState to, Optional<Failure> failure, long now, List<String> from) {
        List<String> legal =
                Transitions.into(to).stream().filter(from::contains).toList();
        return handle.createUpdate(
                                """
                                UPDATE attempt
                                SET state = :to, ended_at = :now,
                                    error_code = :code, error_message = :message, error_place = :place, error_mend = :mend
                                WHERE token = :token
                                  AND state IN (<from>)
                                """)
                        .bind("to", to.name())
                        .bind("now", now)
                        .bindMap(FailureColumns.of(failure))
                        .bind("token", token)
                        .bindList("from", legal)
                        .execute()
                > 0;
    }

    static List<LiveAttempt> live(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT token, name, step_key, run_id, asset, host, pid, process_started, lease_until
                        FROM attempt
                        WHERE %s
                        ORDER BY token
                        """
                                .formatted(IS_LIVE))
                .map((row, context) -> new LiveAttempt(
                        row.getLong("token"),
                        row.getString("name"),
                        row.getString("step_key"),
                        row.getString("run_id"),
                        row.getString("asset"),
                        new Worker(row.getString("host"), row.getLong("pid"), row.getLong("process_started")),
                        row.getLong("lease_until")))
                .list();
    }

    /** Takes a dead attempt over; false if another did, or if its worker showed that it lives. */
    static boolean beginSettling(Handle handle, LiveAttempt seen, long leaseUntil) {
        Map<String, Object> self = new HashMap<>();
        self.put("host", Worker.SELF.host());
        self.put("pid", Worker.SELF.pid());
        self.put("processStarted", Worker.SELF.processStarted());
        return handle.createUpdate(
                                """
                                UPDATE attempt
                                SET state = :to, lease_until = :leaseUntil, host = :host, pid = :pid, process_started = :processStarted
                                WHERE token = :token
                                  AND lease_until = :leaseSeen
                                  AND state IN (<from>)
                                """)
                        .bind("to", AttemptState.SETTLING.name())
                        .bind("leaseUntil", leaseUntil)
                        .bindMap(self)
                        .bind("token", seen.token())
                        .bind("leaseSeen", seen.leaseUntil())
                        .bindList("from", Transitions.into(AttemptState.SETTLING))
                        .execute()
                > 0;
    }

    /** What the newest attempt at an attempt's step that came so far was about to publish. */
    static Optional<Intent> intent(Handle handle, LiveAttempt attempt) {
        return handle.createQuery(
                        """
                        SELECT intent
                        FROM attempt
                        WHERE run_id = :run
                          AND asset = :asset
                          AND step_key = :step
                          AND intent IS NOT NULL
                        ORDER BY token DESC
                        LIMIT 1
                        """)
                .bind("run", attempt.run())
                .bind("asset", attempt.asset())
                .bind("step", attempt.step())
                .mapTo(String.class)
                .findOne()
                .map(Intent::parse);
    }
}
