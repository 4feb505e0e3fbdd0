package dev.daybreak.benchmarks;

import dev.daybreak.lake.PublishGuard;
import dev.daybreak.orchestration.step.Audit;
import dev.daybreak.orchestration.step.Batching;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.step.Materializer;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.step.Work;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.About;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.PoolUse;
import dev.daybreak.project.asset.TimePartition;
import dev.daybreak.project.asset.Tries;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.plan.Outside;
import dev.daybreak.project.plan.Slice;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.schedule.Cron;
import dev.daybreak.project.schedule.Missed;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.schedule.Timetable;
import dev.daybreak.project.schedule.Trigger;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Grain;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Assets that are cut by the hour, and whose steps do nothing for a while. Thread-safe. */
final class NoOps implements Materializer {
    static final Instant BEGIN = Instant.parse("2010-01-01T00:00:00Z");

    private final Duration each;
    private final int batch;
    private final AtomicInteger atWork = new AtomicInteger();
    private final AtomicInteger mostAtWork = new AtomicInteger();
    private volatile long lastBegun;

    /** @param each how long a step takes */
    NoOps(Duration each) {
        this(each, 1);
    }

    /** @param batch how many partitions a step has at most */
    NoOps(Duration each, int batch) {
        this.each = each;
        this.batch = batch;
    }

    private record NoOp(AssetKey key, PoolUse pool) implements Asset {
        @Override
        public About about() {
            return new About("", "", List.of(), Tries.DEFAULT, pool, List.of(), Place.of(key + ".sql"));
        }

        @Override
        public Optional<TimePartition> timePartition() {
            return Optional.of(new TimePartition("hour", new Cadence(Grain.HOUR, DayOfWeek.MONDAY), Optional.empty()));
        }

        @Override
        public List<Input> declaredInputs() {
            return List.of();
        }

        @Override
        public List<CheckSpec> checks() {
            return List.of();
        }

        @Override
        public SortedMap<String, String> definition() {
            return new TreeMap<>();
        }
    }

    private static Graph.Node node(int number, PoolUse pool, List<Input> inputs) {
        return new Graph.Node(
                new NoOp(AssetKey.parse("no.op" + number), pool), inputs, new TreeMap<>(), Optional.empty());
    }

    /** Each but the first reads the one before it. */
    static Graph chain(int length) {
        List<Graph.Node> nodes = new ArrayList<>();
        for (int number = 0; number < length; number++) {
            List<Input> inputs = number == 0
                    ? List.of()
                    : List.of(new Input(
                            AssetKey.parse("no.op" + (number - 1)),
                            new Input.SameInterval(),
                            false,
                            Place.of("x.sql")));
            nodes.add(node(number, PoolUse.NONE, inputs));
        }
        return new Graph(ZoneOffset.UTC, nodes);
    }

    static Graph independent(int count, PoolUse pool) {
        List<Graph.Node> nodes = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            nodes.add(node(number, pool, List.of()));
        }
        return new Graph(ZoneOffset.UTC, nodes);
    }

    static DataInterval hour(int number) {
        Instant start = BEGIN.plus(Duration.ofHours(number));
        return new DataInterval(start, start.plus(Duration.ofHours(1)));
    }

    static Pipeline pipeline(String name, List<String> selection) {
        return Pipeline.byHand(name, new About("", "", List.of(), Place.of(name + ".yaml")), ZoneOffset.UTC, selection);
    }

    /** The same, every hour from the beginning on. */
    static Pipeline hourly(Pipeline pipeline) {
        Cron cron = Cron.parse("0 * * * *", problem -> {
                    throw new IllegalStateException(problem);
                })
                .orElseThrow();
        return new Pipeline(
                pipeline.name(),
                pipeline.about(),
                new Trigger.OnSchedule(Timetable.of(List.of(cron), ZoneOffset.UTC)),
                pipeline.zone(),
                Optional.of(BEGIN),
                pipeline.end(),
                pipeline.watermark(),
                pipeline.jitter(),
                new Missed(Missed.Policy.ALL, 10_000),
                pipeline.maxActiveRuns(),
                pipeline.priority(),
                true,
                pipeline.selection());
    }

    /** The most steps that were at work at a time. */
    int mostAtWork() {
        return mostAtWork.get();
    }

    /** When the last step began, of {@link System#nanoTime}. */
    long lastBegun() {
        return lastBegun;
    }

    @Override
    public boolean materializes(Asset asset) {
        return true;
    }

    @Override
    public Outside outside(Asset asset) {
        return Outside.NOTHING;
    }

    @Override
    public List<Slice> slices(Asset asset) {
        return List.of();
    }

    @Override
    public Batching batching(Asset asset) {
        return new Batching(batch, Batching.Order.ANY);
    }

    @Override
    public Optional<Effect> recover(Asset asset, String stepKey, String attempt) {
        return Optional.empty();
    }

    @Override
    public Work prepare(StepContext step) {
        mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
        return new Work() {
            @Override
            public void compute() {
                lastBegun = System.nanoTime();
                LockSupport.parkNanos(each.toNanos());
            }

            @Override
            public List<Audit> audit() {
                return step.partitions().stream()
                        .map(partition -> new Audit(partition.interval(), 1, List.of()))
                        .toList();
            }

            @Override
            public Effect publish(PublishGuard guard, Set<DataInterval> accepted) {
                return new Effect(Optional.empty(), Map.of(), "");
            }

            @Override
            public void cancel() {}

            @Override
            public void close() {
                atWork.decrementAndGet();
            }
        };
    }
}
