package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.StepState;
import org.jdbi.v3.core.Handle;

/** The rows of steps that wait for something outside. */
final class SensorDao {
    private SensorDao() {}

    /**
     * What was looked for so far.
     *
     * @param first the time of the first look
     * @param count how many there were, with this one
     */
    record Looked(long first, int count) {}

    /** Counts a look. */
    static Looked looked(Handle handle, String key, long now) {
        return handle.createQuery(
                        """
                        UPDATE step
                        SET looks = looks + 1, first_look_at = COALESCE(first_look_at, :now)
                        WHERE step_key = :key
                        RETURNING first_look_at, looks
                        """)
                .bind("now", now)
                .bind("key", key)
                .map((row, context) -> new Looked(row.getLong("first_look_at"), row.getInt("looks")))
                .one();
    }

    /**
     * Lets a step wait for its next look. Its tries have not begun yet, unless one has failed.
     *
     * @param words what it waits for
     */
    static void putOff(Handle handle, String key, long due, String words) {
        handle.createUpdate(
                        """
                        UPDATE step
                        SET state = :to, due_at = :due, words = :words, begun_at = CASE WHEN tries > 0 THEN begun_at END
                        WHERE step_key = :key
                          AND state IN (<from>)
                        """)
                .bind("to", StepState.WAITING.name())
                .bind("due", due)
                .bind("words", words)
                .bind("key", key)
                .bindList("from", Transitions.into(StepState.WAITING))
                .execute();
    }
}
