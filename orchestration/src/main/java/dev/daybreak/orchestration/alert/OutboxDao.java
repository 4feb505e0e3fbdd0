package dev.daybreak.orchestration.alert;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.daybreak.orchestration.store.JsonText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The rows of messages. */
final class OutboxDao {
    private OutboxDao() {}

    /** A message that may be tried now. */
    record Due(String id, String document, int tries) {
        Map<String, Object> values() {
            return OutboxDao.values(document);
        }
    }

    private static Map<String, Object> values(String document) {
        return JsonText.read(document, new TypeReference<>() {});
    }

    /** Does nothing if there is one of that id. */
    static void insert(Handle handle, String id, String target, Map<String, Object> document, long now) {
        handle.createUpdate(
                        """
                        INSERT INTO alert (alert_id, target, document, state, created_at, due_at)
                        VALUES (:id, :target, :document, 'WAITING', :now, :now)
                        ON CONFLICT DO NOTHING
                        """)
                .bind("id", id)
                .bind("target", target)
                .bind("document", JsonText.write(document))
                .bind("now", now)
                .execute();
    }

    /** Targets of messages that wait and may be tried now. */
    static Set<String> targets(Handle handle, long now) {
        return handle.createQuery(
                        """
                        SELECT DISTINCT target
                        FROM alert
                        WHERE state = 'WAITING'
                          AND due_at <= :now
                          AND lease_until <= :now
                        """)
                .bind("now", now)
                .mapTo(String.class)
                .set();
    }

    /** Oldest first. */
    static List<Due> due(Handle handle, String target, long now, int most) {
        return handle.createQuery(
                        """
                        SELECT alert_id, document, tries
                        FROM alert
                        WHERE state = 'WAITING'
                          AND target = :target
                          AND due_at <= :now
                          AND lease_until <= :now
                        ORDER BY created_at, alert_id
                        LIMIT :most
                        """)
                .bind("target", target)
                .bind("now", now)
                .bind("most", most)
                .map((row, context) ->
                        new Due(row.getString("alert_id"), row.getString("document"), row.getInt("tries")))
                .list();
    }

    /** How many messages a target has accepted since a moment, and how many are on their way to it. */
    static int used(Handle handle, String target, long since, long now) {
        return handle.createQuery(
                        """
                        SELECT (SELECT COUNT(*) FROM alert WHERE state = 'SENT' AND target = :target AND ended_at > :since)
                             + (SELECT COUNT(*) FROM alert WHERE state = 'WAITING' AND target = :target AND lease_until > :now)
                        """)
                .bind("target", target)
                .bind("since", since)
                .bind("now", now)
                .mapTo(Integer.class)
                .one();
    }

    static void lease(Handle handle, String id, long until) {
        handle.createUpdate("UPDATE alert SET tries = tries + 1, lease_until = :until WHERE alert_id = :id")
                .bind("until", until)
                .bind("id", id)
                .execute();
    }

    /** False if whoever took it after this try has changed it. */
    static boolean end(Handle handle, String id, int tries, AlertState to, Optional<String> failure, long now) {
        return handle.createUpdate(
                                """
                                UPDATE alert
                                SET state = :to, ended_at = :now, lease_until = 0, failure = COALESCE(:failure, failure)
                                WHERE alert_id = :id
                                  AND tries = :tries
                                  AND state = 'WAITING'
                                """)
                        .bind("to", to.name())
                        .bind("now", now)
                        .bind("failure", failure.orElse(null))
                        .bind("id", id)
                        .bind("tries", tries)
                        .execute()
                > 0;
    }

    static void postpone(Handle handle, String id, int tries, String failure, long until) {
        handle.createUpdate(
                        """
                        UPDATE alert
                        SET due_at = :until, lease_until = 0, failure = :failure
                        WHERE alert_id = :id
                          AND tries = :tries
                          AND state = 'WAITING'
                        """)
                .bind("until", until)
                .bind("failure", failure)
                .bind("id", id)
                .bind("tries", tries)
                .execute();
    }

    static void fold(Handle handle, List<String> ids, String into, long now) {
        handle.createUpdate(
                        """
                        UPDATE alert
                        SET state = 'FOLDED', told_by = :into, ended_at = :now
                        WHERE alert_id IN (<ids>)
                        """)
                .bind("into", into)
                .bind("now", now)
                .bindList("ids", ids)
                .execute();
    }

    /** Gives up what waits for a target since before a moment. Returns how many. */
    static int giveUp(Handle handle, String target, long before, String failure, long now) {
        return handle.createUpdate(
                        """
                        UPDATE alert
                        SET state = 'GIVEN_UP', ended_at = :now, failure = :failure
                        WHERE state = 'WAITING'
                          AND target = :target
                          AND created_at < :before
                          AND lease_until <= :now
                        """)
                .bind("now", now)
                .bind("failure", failure)
                .bind("target", target)
                .bind("before", before)
                .execute();
    }

    /** Newest first. */
    static List<AlertRecord> latest(Handle handle, int most) {
        return handle.createQuery(
                        """
                        SELECT *
                        FROM alert
                        ORDER BY created_at DESC, alert_id DESC
                        LIMIT :most
                        """)
                .bind("most", most)
                .map((row, context) -> record(row))
                .list();
    }

    /** Newest first. */
    static List<AlertRecord> givenUp(Handle handle, long since) {
        return handle.createQuery(
                        """
                        SELECT *
                        FROM alert
                        WHERE state = 'GIVEN_UP'
                          AND created_at > :since
                        ORDER BY created_at DESC, alert_id DESC
                        """)
                .bind("since", since)
                .map((row, context) -> record(row))
                .list();
    }

    private static AlertRecord record(ResultSet row) throws SQLException {
        long ended = row.getLong("ended_at");
        Optional<Instant> end = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended));
        return new AlertRecord(
                row.getString("alert_id"),
                row.getString("target"),
                values(row.getString("document")),
                AlertState.valueOf(row.getString("state")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                row.getInt("tries"),
                end,
                Optional.ofNullable(row.getString("failure")));
    }
}
