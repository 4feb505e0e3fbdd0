package dev.daybreak.orchestration.history;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The partitions of an asset, as far as they touch a stretch of time, that the last step with an outcome failed for. */
final class FailedPartitions {
    private static final Comparator<StepRecord> BY_END = Comparator.comparing(
                    (StepRecord step) -> step.ended().orElse(Instant.EPOCH))
            .thenComparing(StepRecord::key);

    private final Handle handle;
    private final AssetKey asset;
    private final DataInterval span;

    FailedPartitions(Handle handle, AssetKey asset, DataInterval span) {
        this.handle = handle;
        this.asset = asset;
        this.span = span;
    }

    Set<DataInterval> find() {
        List<StepRecord> steps = new ArrayList<>(steps(StepState.FAILED, Instant.EPOCH));
        if (steps.isEmpty()) {
            return Set.of();
        }
        // What succeeded before the first failure decides nothing, and mostly that is nearly all.
        steps.sort(BY_END);
        steps.addAll(steps(StepState.SUCCEEDED, steps.get(0).ended().orElse(Instant.EPOCH)));
        steps.sort(BY_END);
        Map<DataInterval, StepRecord> last = new HashMap<>();
        steps.forEach(step -> step.partitions().forEach(partition -> last.put(partition, step)));
        last.values().removeIf(step -> step.state() != StepState.FAILED);
        if (!last.isEmpty()) {
            // A step fails as a whole if checks refuse some of its partitions; the others it has published.
            publishers()
                    .forEach((interval, publisher) -> last.computeIfPresent(
                            interval, (partition, step) -> step.key().equals(publisher) ? null : step));
        }
        last.keySet().removeIf(partition -> !partition.overlaps(span));
        return Set.copyOf(last.keySet());
    }

    private List<StepRecord> steps(StepState state, Instant since) {
        // The first condition on the state is there for the index, which holds for just that.
        return bound(
                        """
                        SELECT *
                        FROM step
                        WHERE asset = :asset
                          AND state IN ('SUCCEEDED', 'FAILED')
                          AND state = :state
                          AND ended_at >= :since
                          AND interval_start < :end
                          AND interval_end > :start
                        """)
                .bind("state", state.name())
                .bind("since", since.toEpochMilli())
                .map((row, context) -> Rows.step(row))
                .list();
    }

    /** The steps that published what holds. */
    private Map<DataInterval, String> publishers() {
        Map<DataInterval, String> publishers = new HashMap<>();
        bound(
                        """
                        SELECT interval_start, interval_end, step_key
                        FROM materialization
                        WHERE asset = :asset
                          AND undone_at IS NULL
                          AND interval_start < :end
                          AND interval_end > :start
                        ORDER BY token
                        """)
                .map((row, context) ->
                        publishers.put(Rows.interval(row.getLong(1), row.getLong(2)), row.getString("step_key")))
                .list();
        return publishers;
    }

    private Query bound(String sql) {
        return handle.createQuery(sql)
                .bind("asset", asset.toString())
                .bind("start", span.start().toEpochMilli())
                .bind("end", span.end().toEpochMilli());
    }
}
