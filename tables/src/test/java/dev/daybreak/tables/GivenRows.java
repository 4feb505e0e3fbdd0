package dev.daybreak.tables;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.PublishGuard;
import dev.daybreak.orchestration.step.Audit;
import dev.daybreak.orchestration.step.Batching;
import dev.daybreak.orchestration.step.Batching.Order;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.step.Materializer;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.step.Work;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.plan.Outside;
import dev.daybreak.project.plan.Slice;
import dev.daybreak.project.time.DataInterval;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Brings in the rows that a test gives, in place of what its sources read. Used by one thread. */
final class GivenRows implements Materializer {
    private final Engine engine;
    private final Lake lake;
    private final ZoneId zone;
    private final Map<AssetKey, List<Given>> given = new HashMap<>();

    private record Given(DataInterval interval, String sql) {}

    GivenRows(Engine engine, Lake lake, ZoneId zone) {
        this.engine = engine;
        this.lake = lake;
        this.zone = zone;
    }

    /** The next run replaces the rows of an interval by those of a SELECT. */
    void replace(AssetKey source, DataInterval interval, String sql) {
        given.computeIfAbsent(source, key -> new ArrayList<>()).add(new Given(interval, sql));
    }

    @Override
    public boolean materializes(Asset asset) {
        return asset instanceof SourceAsset;
    }

    @Override
    public Outside outside(Asset asset) {
        return new Outside("v" + given.getOrDefault(asset.key(), List.of()).size(), "");
    }

    @Override
    public List<Slice> slices(Asset asset) {
        return lake.find(asset.key()).map(table -> table.slices(zone)).orElse(List.of());
    }

    @Override
    public Optional<List<Slice>> slicesAt(Asset asset, long snapshot) {
        return lake.find(asset.key()).flatMap(table -> table.slices(snapshot, zone));
    }

    @Override
    public Batching batching(Asset asset) {
        return new Batching(1, Order.ONE_BY_ONE);
    }

    @Override
    public Work prepare(StepContext step) {
        return new GivenWork(step);
    }

    @Override
    public Optional<Effect> recover(Asset asset, String stepKey, String attempt) {
        return Optional.empty();
    }

    private final class GivenWork implements Work {
        private final StepContext step;
        private final SourceAsset source;
        private final List<WrittenFile> files = new ArrayList<>();
        private final List<DataInterval> intervals = new ArrayList<>();
        private LakeTable table;

        GivenWork(StepContext step) {
            this.step = step;
            this.source = (SourceAsset) step.node().asset();
        }

        @Override
        public void compute() {
            table = lake.prepare(
                    source.key(),
                    new Lake.Layout(
                            source.columns(),
                            source.layoutTime().map(time -> new Lake.Time(time.column(), time.cadence())),
                            source.clustering(),
                            source.format(),
                            source.layout()));
            Given newest = given.get(source.key()).get(given.get(source.key()).size() - 1);
            WriteSpec spec = table.stage(step.attempt());
            try (Session session = engine.open(zone)) {
                files.addAll(session.write(newest.sql(), spec));
            }
            intervals.add(newest.interval());
        }

        @Override
        public List<Audit> audit() {
            long rows = files.stream().mapToLong(WrittenFile::rows).sum();
            return List.of(new Audit(DataInterval.ALL, rows, List.of()));
        }

        @Override
        public Effect publish(PublishGuard guard, Set<DataInterval> accepted) {
            LakeTable.Published published = table.publish(files, intervals, zone, guard);
            return new Effect(Optional.of(published.snapshot()), Map.of(), "");
        }

        @Override
        public void cancel() {}

        @Override
        public void close() {}
    }
}
