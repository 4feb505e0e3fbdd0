package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.AttemptState;
import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of attempts and of their claims. */
final class AttemptDao {
    static final List<String> LIVE = Arrays.stream(AttemptState.values())
            .filter(AttemptState::isLive)
            .map(Enum::name)
            .toList();

    /** States in which an attempt's own worker may still publish. */
    private static final List<String> ACTIVE = List.of(AttemptState.CLAIMED.name(), AttemptState.PUBLISHING.name());

    private AttemptDao() {}

    /** A live attempt as somebody else sees it. */
    record LiveAttempt(
            long token, String name, String step, String run, String asset, Worker worker, long leaseUntil) {}

    static void insert(Handle handle, Claim claim, AssetKey asset, String run, String logFile, long now, long lease) {
        handle.createUpdate(
                        """
                        INSERT INTO attempt (token, name, step_key, run_id, asset, state, host, pid, process_started, lease_until, started_at, log_file)
                        VALUES (:token, :name, :step, :run, :asset, :state, :host, :pid, :processStarted, :leaseUntil, :now, :logFile)
                        """)
                .bind("token", claim.token())
                .bind("name", claim.attempt())
                .bind("step", claim.stepKey())
                .bind("run", run)
                .bind("asset", asset.toString())
                .bind("state", AttemptState.CLAIMED.name())
                .bind("host", Worker.SELF.host())
                .bind("pid", Worker.SELF.pid())
                .bind("processStarted", Worker.SELF.processStarted())
                .bind("leaseUntil", now + lease)
                .bind("now", now)
                .bind("logFile", logFile)
                .execute();
    }

    static void insertClaim(Handle handle, AssetKey asset, DataInterval partition, long token) {
        handle.createUpdate(
                        """
                        INSERT INTO claim (asset, interval_start, interval_end, token)
                        VALUES (:asset, :start, :end, :token)
                        """)
                .bind("asset", asset.toString())
                .bind("start", partition.start().toEpochMilli())
                .bind("end", partition.end().toEpochMilli())
                .bind("token", token)
                .execute();
    }

    static boolean isClaimed(Handle handle, AssetKey asset, DataInterval span) {
        return handle.createQuery(
                                """
                                SELECT COUNT(*)
                                FROM attempt a
                                JOIN claim c ON c.token = a.token
                                WHERE a.state IN (<live>)
                                  AND c.asset = :asset
                                  AND c.interval_start < :end
                                  AND c.interval_end > :start
                                """)
                        .bindList("live", LIVE)
                        .bind("asset", asset.toString())
                        .bind("start", span.start().toEpochMilli())
                        .bind("end", span.end().toEpochMilli())
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /** Whether a greater token has claimed something that overlaps, whatever became of it. */
    static boolean isOvertaken(Handle handle, AssetKey asset, DataInterval span, long token) {
        return handle.createQuery(
                                """
                                SELECT COUNT(*)
                                FROM claim
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

    /** Ends an attempt that has not begun to publish; false for one that has, or is over. */
    static boolean endClaimed(Handle handle, long token, AttemptState to, Failure failure, long now) {
        return end(handle, token, to, Optional.of(failure), now, List.of(AttemptState.CLAIMED.name()));
    }

    private static boolean end(
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
                        WHERE state IN (<live>)
                        ORDER BY token
                        """)
                .bindList("live", LIVE)
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

    /** What the newest attempt of a step that came so far was about to publish. */
    static Optional<Intent> intent(Handle handle, String step) {
        return handle.createQuery(
                        """
                        SELECT intent
                        FROM attempt
                        WHERE step_key = :step
                          AND intent IS NOT NULL
                        ORDER BY token DESC
                        LIMIT 1
                        """)
                .bind("step", step)
                .mapTo(String.class)
                .findOne()
                .map(Intent::parse);
    }
}
