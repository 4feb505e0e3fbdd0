package dev.daybreak.orchestration.backfill;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A queued backfill, as it stands.
 *
 * @param waiting runs that wait for a worker
 * @param atWork runs that a worker is at
 * @param failed runs that failed or were given up
 * @param cancelled runs that were ended early
 * @param pause who paused it, when and why; empty if it is not paused
 * @param meanRun how long its ended runs took; empty while none has ended
 * @param estimatedEnd when its last run will end if runs go on to take as long as they did and workers are free; empty if it does
 *     not go on, or nothing is known yet
 */
public record Backfill(
        String id,
        String words,
        String by,
        Instant created,
        BackfillRequest request,
        int concurrency,
        int waiting,
        int atWork,
        int succeeded,
        int failed,
        int cancelled,
        Optional<Pause> pause,
        boolean isCancelAsked,
        Optional<Duration> meanRun,
        Optional<Instant> estimatedEnd) {
    /** No run of it is begun meanwhile. */
    public record Pause(Instant at, String by, String why) {}

    public int total() {
        return waiting + atWork + over();
    }

    private int over() {
        return succeeded + failed + cancelled;
    }

    /** The share of its runs that are over, from 0 to 1. */
    public double progress() {
        return (double) over() / total();
    }

    public BackfillState state() {
        if (waiting + atWork > 0) {
            BackfillState open = pause.isPresent() ? BackfillState.PAUSED : BackfillState.RUNNING;
            return isCancelAsked ? BackfillState.CANCELLED : open;
        }
        if (failed > 0 && !(isCancelAsked && cancelled > 0)) {
            return BackfillState.FAILED;
        }
        return cancelled > 0 ? BackfillState.CANCELLED : BackfillState.SUCCEEDED;
    }

    Backfill withoutEstimate() {
        return new Backfill(
                id,
                words,
                by,
                created,
                request,
                concurrency,
                waiting,
                atWork,
                succeeded,
                failed,
                cancelled,
                pause,
                isCancelAsked,
                meanRun,
                Optional.empty());
    }
}
