package dev.daybreak.orchestration.run;

import org.jdbi.v3.core.Handle;

/**
 * Gives steps of equal priority their turns, so that a flow of work (a pipeline, a backfill) that queues ten thousand steps does not
 * keep one waiting that queues three. This is start-time fair queueing (P. Goyal, H. Vin, H. Cheng, IEEE/ACM Transactions on Networking
 * 5(5), 1997) with steps of one size: those of a flow get one turn after the other, beginning with the turn that is being worked on, or after
 * the flow's last. Methods are part of their caller's transaction.
 */
final class FairShare {
    private FairShare() {}

    /** The turn of the first of so many steps that a flow queues. */
    static long reserve(Handle handle, String flow, int steps) {
        long last = handle.createQuery(
                        """
                        INSERT INTO fair_share (flow, turn)
                        SELECT :flow, turn + :steps
                        FROM fair_share
                        WHERE flow = ''
                        ON CONFLICT (flow) DO UPDATE
                        SET turn = :steps + CASE
                            WHEN fair_share.turn > (SELECT turn FROM fair_share WHERE flow = '') THEN fair_share.turn
                            ELSE (SELECT turn FROM fair_share WHERE flow = '')
                        END
                        RETURNING turn
                        """)
                .bind("flow", flow)
                .bind("steps", steps)
                .mapTo(Long.class)
                .one();
        return last - steps + 1;
    }

    /** Remembers how far the turns have come. */
    static void taken(Handle handle, long turn) {
        handle.createUpdate("UPDATE fair_share SET turn = :turn WHERE flow = '' AND turn < :turn")
                .bind("turn", turn)
                .execute();
    }
}
