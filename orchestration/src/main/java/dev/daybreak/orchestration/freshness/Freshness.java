package dev.daybreak.orchestration.freshness;

import dev.daybreak.orchestration.freshness.Deadlines.Deadline;
import dev.daybreak.orchestration.freshness.Lateness.Reason;
import dev.daybreak.orchestration.freshness.PromiseDao.Seen;
import dev.daybreak.orchestration.history.ExpectedEnds;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.StoreClock;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * How the promises of a project's assets stand now ({@code fresh}). Changes nothing, and does not depend on whether somebody watches.
 * Thread-safe.
 */
public final class Freshness {
    private final Store store;
    private final StoreClock clock;
    private final Deadlines deadlines;
    private final Lateness lateness;

    /**
     * @param begin where partitioned assets begin unless they say so themselves
     * @param end where they end; empty: never
     */
    public Freshness(
            Store store, Graph graph, List<Pipeline> pipelines, Optional<Instant> begin, Optional<Instant> end) {
        this(store, graph, pipelines, begin, end, StoreClock.of(store));
    }

    /** For tests, which move the clock. */
    public Freshness(
            Store store,
            Graph graph,
            List<Pipeline> pipelines,
            Optional<Instant> begin,
            Optional<Instant> end,
            StoreClock clock) {
        this.store = store;
        this.clock = clock;
        this.deadlines = new Deadlines(graph, begin, end);
        this.lateness = new Lateness(graph, pipelines, new ExpectedEnds(store, clock));
    }

    /**
     * Of every asset that promises something: all partitions that are late, else the one that was due last; and the one that is due next. In
     * the order of the graph, oldest first. An asset that nobody has watched yet is judged by the partition that was due last.
     */
    public List<Promised> promises() {
        return store.jdbi().withHandle(handle -> {
            Instant now = Instant.ofEpochMilli(clock.millis(handle));
            Map<AssetKey, Seen> seen = PromiseDao.seen(handle);
            List<Breach> open = PromiseDao.open(handle);
            List<Promised> found = new ArrayList<>();
            for (Asset asset : deadlines.assets().values()) {
                Optional<Seen> row = Optional.ofNullable(seen.get(asset.key()));
                if (asset.timePartition().isPresent()) {
                    List<Breach> own = open.stream()
                            .filter(breach -> breach.asset().equals(asset.key()))
                            .toList();
                    found.addAll(cut(handle, asset, row, own, now));
                } else {
                    found.add(whole(handle, asset, row, now));
                }
            }
            return found;
        });
    }

    /** Promises that were not kept, newest first. */
    public List<Breach> breaches(int most) {
        return store.jdbi().withHandle(handle -> PromiseDao.latest(handle, most));
    }

    private List<Promised> cut(Handle handle, Asset asset, Optional<Seen> seen, List<Breach> open, Instant now) {
        SortedMap<DataInterval, Instant> passed = new TreeMap<>();
        open.forEach(breach -> passed.putIfAbsent(breach.interval(), breach.due()));
        seen.ifPresent(row -> deadlines
                .between(asset, row.seenUntil(), now)
                .forEach(deadline -> passed.putIfAbsent(deadline.interval(), deadline.due())));
        Optional<Deadline> last = deadlines.last(asset, now);
        last.filter(deadline ->
                        seen.isEmpty() || deadline.due().isAfter(seen.get().begun()))
                .ifPresent(deadline -> passed.putIfAbsent(deadline.interval(), deadline.due()));
        List<Promised> found = new ArrayList<>();
        passed.forEach((interval, due) -> found.add(promised(handle, asset, interval, due, now)));
        boolean isAnyLate = found.stream().anyMatch(promised -> promised.state() == PromiseState.LATE);
        List<Promised> told = new ArrayList<>(found);
        told.removeIf(promised ->
                promised.state() == PromiseState.FRESH && (isAnyLate || !promised.equals(found.get(found.size() - 1))));
        deadlines
                .next(asset, now)
                .ifPresent(next -> told.add(promised(handle, asset, next.interval(), next.due(), now)));
        return told;
    }

    private Promised promised(Handle handle, Asset asset, DataInterval interval, Instant due, Instant now) {
        Optional<Instant> published = PromiseDao.published(handle, asset.key(), interval);
        PromiseState state =
                published.isPresent() ? PromiseState.FRESH : due.isAfter(now) ? PromiseState.DUE : PromiseState.LATE;
        boolean isToExplain = state != PromiseState.FRESH && !interval.end().isAfter(now);
        return promised(handle, asset, interval, due, state, published, isToExplain);
    }

    private Promised whole(Handle handle, Asset asset, Optional<Seen> seen, Instant now) {
        Optional<Instant> published = PromiseDao.published(handle, asset.key(), DataInterval.ALL);
        Instant begun = seen.map(Seen::begun).or(() -> published).orElse(now);
        Instant due = deadlines.again(asset, published, begun);
        PromiseState state =
                !due.isAfter(now) ? PromiseState.LATE : published.isPresent() ? PromiseState.FRESH : PromiseState.DUE;
        return promised(handle, asset, DataInterval.ALL, due, state, published, state != PromiseState.FRESH);
    }

    private Promised promised(
            Handle handle,
            Asset asset,
            DataInterval interval,
            Instant due,
            PromiseState state,
            Optional<Instant> published,
            boolean isToExplain) {
        Reason reason = isToExplain ? lateness.of(handle, asset.key(), interval) : new Reason("", "");
        return new Promised(
                asset.key(),
                interval,
                Deadlines.promise(asset),
                due,
                state,
                published,
                reason.expected(),
                reason.why(),
                reason.mend());
    }
}
