package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.About;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.PoolUse;
import dev.daybreak.project.asset.Promise;
import dev.daybreak.project.asset.Sensor;
import dev.daybreak.project.asset.TimePartition;
import dev.daybreak.project.asset.Tries;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.plan.Demand;
import dev.daybreak.project.plan.Planner;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Written;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A source of clicks, days of activity that each read one day of them, recent activity that reads three of those days, and
 * a model of everything; with a store and tables in a folder.
 */
public final class TestProject implements AutoCloseable {
    public static final AssetKey CLICKS = AssetKey.parse("raw.clicks");
    public static final AssetKey DAILY = AssetKey.parse("features.daily");
    public static final AssetKey RECENT = AssetKey.parse("features.recent");
    public static final AssetKey MODEL = AssetKey.parse("models.taste");

    public final Path folder;
    public final Store store;
    public final FolderTables tables;
    public final History history;
    public RunnerSettings settings;
    String dailySql = "SELECT 1";
    boolean optionalInputs;
    public Tries tries = tries(Optional.empty(), Optional.empty());
    public PoolUse slots = PoolUse.NONE;
    public List<Sensor> sensors = List.of();
    /** Which assets have them. */
    public Predicate<AssetKey> waits = key -> true;

    public Cadence cadence = Cadence.DAILY;
    public final Map<AssetKey, Promise> promises = new HashMap<>();

    public TestProject(Path folder) {
        this.folder = folder;
        this.store = TestDatabase.open(folder);
        this.tables = new FolderTables(folder.resolve("tables"));
        this.history = new History(store);
        this.settings = new RunnerSettings(4, Duration.ofSeconds(30), Duration.ofSeconds(10), folder.resolve("logs"));
    }

    public record TestAsset(
            AssetKey key,
            Optional<TimePartition> timePartition,
            Tries tries,
            PoolUse slots,
            List<Sensor> sensors,
            Optional<Promise> promise)
            implements Asset {
        public TestAsset(AssetKey key, Optional<TimePartition> timePartition, Tries tries) {
            this(key, timePartition, tries, PoolUse.NONE, List.of(), Optional.empty());
        }

        @Override
        public About about() {
            return new About("", "", "", List.of(), tries, slots, sensors, promise, Written.at(Place.of(key + ".sql")));
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

    /** Two retries, after next to nothing. */
    public static Tries tries(Optional<Duration> attemptTimeout, Optional<Duration> stepTimeout) {
        return new Tries(2, Duration.ofMillis(1), Duration.ofMillis(2), attemptTimeout, stepTimeout);
    }

    public static DataInterval day(int dayOfJanuary) {
        Instant start = Instant.parse("2023-01-01T00:00:00Z").plus(Duration.ofDays(dayOfJanuary - 1L));
        return new DataInterval(start, start.plus(Duration.ofDays(1)));
    }

    public static DataInterval days(int first, int last) {
        return day(first).span(day(last));
    }

    /** From now on assets do without inputs that are not there. */
    public void optionalInputs() {
        optionalInputs = true;
    }

    public Graph graph() {
        Optional<TimePartition> daily = Optional.of(new TimePartition("day", cadence, Optional.empty()));
        return new Graph(
                ZoneOffset.UTC,
                List.of(
                        node(CLICKS, Optional.empty(), "", List.of()),
                        node(DAILY, daily, dailySql, List.of(input(CLICKS, new Input.SameInterval()))),
                        node(RECENT, daily, "SELECT 2", List.of(input(DAILY, new Input.Last(Span.days(3))))),
                        node(MODEL, Optional.empty(), "SELECT 3", List.of(input(RECENT, new Input.Whole())))));
    }

    private Graph.Node node(AssetKey key, Optional<TimePartition> time, String sql, List<Input> inputs) {
        return new Graph.Node(
                new TestAsset(
                        key,
                        time,
                        tries,
                        slots,
                        waits.test(key) ? sensors : List.of(),
                        Optional.ofNullable(promises.get(key))),
                inputs,
                new TreeMap<>(java.util.Map.of("sql", sql)),
                Optional.empty());
    }

    private Input input(AssetKey asset, Input.Window window) {
        return new Input(asset, window, optionalInputs, new Place("assets/" + asset + ".sql", 4, 3));
    }

    public Runner runner() {
        return new Runner(graph(), store, List.of(tables), settings);
    }

    /** All assets for the first five days of January 2023. */
    Demand demand() {
        return demand(CLICKS, DAILY, RECENT, MODEL);
    }

    Demand demand(AssetKey... assets) {
        Set<AssetKey> selected = new LinkedHashSet<>(List.of(assets));
        return Demand.of(graph(), selected, days(1, 5), Optional.of(day(1).start()));
    }

    public RunResult run() {
        return run(demand());
    }

    RunResult run(Demand demand) {
        return runner().run(request(demand), RunListener.NONE);
    }

    static RunRequest request(Demand demand) {
        return new RunRequest(RunRequest.Kind.RUN, demand, "tester", Optional.of("all of it"));
    }

    /** How many partitions a plan made now would find to do. */
    public long toDo() {
        return new Planner(graph())
                .plan(demand(), runner().state()).stream()
                        .filter(partition -> partition.isToDo())
                        .count();
    }

    @Override
    public void close() {
        store.close();
    }
}
