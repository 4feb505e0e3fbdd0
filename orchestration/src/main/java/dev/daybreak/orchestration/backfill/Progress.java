package dev.daybreak.orchestration.backfill;

import dev.daybreak.orchestration.backfill.BackfillDao.Count;
import dev.daybreak.orchestration.history.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the runs of a backfill say of it. */
final class Progress {
    private final Map<RunState, Integer> runs = new EnumMap<>(RunState.class);
    private final long now;
    private long endedMillis;
    private int ended;
    private long atWorkMillis;

    private Progress(long now) {
        this.now = now;
    }

    static Progress of(List<Count> counts, long now) {
        Progress progress = new Progress(now);
        counts.forEach(progress::add);
        return progress;
    }

    private void add(Count count) {
        runs.put(count.state(), count.runs());
        if (count.state() == RunState.SUCCEEDED || count.state() == RunState.FAILED) {
            ended += count.runs();
            endedMillis += count.runs() * count.tookMillis();
        } else if (count.state() == RunState.RUNNING) {
            atWorkMillis = count.runs() * (now - count.startedMillis());
        }
    }

    private int count(RunState state) {
        return runs.getOrDefault(state, 0);
    }

    Backfill backfill(BackfillDao.Row row) {
        Optional<Duration> mean = ended == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(endedMillis / ended));
        Backfill backfill = new Backfill(
                row.id(),
                row.request().words(),
                row.by(),
                row.created(),
                row.request(),
                row.concurrency(),
                count(RunState.QUEUED),
                count(RunState.RUNNING),
                count(RunState.SUCCEEDED),
                count(RunState.FAILED) + count(RunState.INTERRUPTED),
                count(RunState.CANCELLED),
                row.pause(),
                row.isCancelAsked(),
                mean,
                mean.map(took -> end(took, row.concurrency())));
        return backfill.state() == BackfillState.RUNNING ? backfill : backfill.withoutEstimate();
    }

    /** What is left to do, shared out among the runs that may be at work at a time. */
    private Instant end(Duration mean, int concurrency) {
        int open = count(RunState.QUEUED) + count(RunState.RUNNING);
        long left = Math.max(open * mean.toMillis() - atWorkMillis, 0);
        return Instant.ofEpochMilli(now + left / Math.max(1, Math.min(concurrency, open)));
    }
}
