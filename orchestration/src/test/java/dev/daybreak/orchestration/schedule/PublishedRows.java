package dev.daybreak.orchestration.schedule;

import dev.daybreak.lake.Lake;
import dev.daybreak.lake.OneRowTable;
import dev.daybreak.lake.PublishGuard;
import dev.daybreak.orchestration.step.Audit;
import dev.daybreak.orchestration.step.Batching;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.step.Materializer;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.step.Work;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.fault.Failpoint;
import dev.daybreak.project.plan.Outside;
import dev.daybreak.project.plan.Slice;
import dev.daybreak.project.time.DataInterval;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A kind of asset that lies in a lake: each step appends a row with the start of its interval to one Iceberg table, by a commit with all
 * its guards. Thread-safe.
 */
final class PublishedRows implements Materializer, AutoCloseable {
    static final AssetKey TABLE = AssetKey.parse("storm.rows");
    private static final long COMPUTING_MILLIS = 30;

    private final Lake lake;
    final OneRowTable table;

    PublishedRows(Path folder) {
        this.lake = Lake.open(folder.resolve("lake"));
        this.table = new OneRowTable(lake, TABLE);
    }

    @Override
    public boolean materializes(Asset asset) {
        return true;
    }

    @Override
    public Outside outside(Asset asset) {
        return Outside.NOTHING;
    }

    /** Nobody reads it. */
    @Override
    public List<Slice> slices(Asset asset) {
        return List.of();
    }

    @Override
    public Batching batching(Asset asset) {
        return new Batching(1, Batching.Order.ANY);
    }

    @Override
    public Work prepare(StepContext step) {
        return new RowWork(step);
    }

    @Override
    public Optional<Effect> recover(Asset asset, String stepKey, String attempt) {
        return table.recover(stepKey, attempt)
                .map(published -> new Effect(Optional.of(published.snapshot()), Map.of(), ""));
    }

    @Override
    public void close() {
        lake.close();
    }

    private final class RowWork implements Work {
        private final StepContext step;
        private OneRowTable.Row row;

        RowWork(StepContext step) {
            this.step = step;
        }

        private DataInterval interval() {
            return step.partitions().get(0).interval();
        }

        @Override
        public void compute() {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(COMPUTING_MILLIS));
            row = table.write(step.attempt(), interval().start().toString());
            Failpoint.MID_WRITE.reach();
        }

        @Override
        public List<Audit> audit() {
            return List.of(new Audit(interval(), 1, List.of()));
        }

        @Override
        public Effect publish(PublishGuard guard, Set<DataInterval> accepted) {
            return new Effect(Optional.of(table.publish(row, guard).snapshot()), Map.of(), "");
        }

        @Override
        public void cancel() {}

        @Override
        public void close() {}
    }
}
