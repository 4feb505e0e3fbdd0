package dev.daybreak.orchestration.freshness;

import dev.daybreak.orchestration.alert.Outbox;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Notices partitions that are not there in time, and tells it, once each: the breach, the message about it and the moment until which
 * was looked are written in one transaction, by the store's clock. Any number may watch one store. Thread-safe.
 *
 * <p>A promise holds from the first look on. What became due while nobody looked is noticed by the next look.
 */
public final class FreshnessWatch {
    /** How far the mark of an asset with nothing due lags behind, so that an idle watch rarely writes. */
    private static final Duration LAG = Duration.ofMinutes(10);

    /** It shares rows only with others that watch. */
    private static final String TOPIC = "freshness";

    private final Store store;
    private final Outbox outbox;
    private final String project;
    private final List<String> targets;
    private final StoreClock clock;
    private final Deadlines deadlines;
    private final Lateness lateness;

    /**
     * @param project its name, for messages
     * @param targets that hear of what is late
     * @param begin where partitioned assets begin unless they say so themselves
     * @param end where they end; empty: never
     */
    public FreshnessWatch(
            Store store,
            Outbox outbox,
            String project,
            List<String> targets,
            Graph graph,
            List<Pipeline> pipelines,
            Optional<Instant> begin,
            Optional<Instant> end) {
        this(store, outbox, project, targets, graph, pipelines, begin, end, StoreClock.of(store));
    }

    /** For tests, which move the clock. */
    public FreshnessWatch(
            Store store,
            Outbox outbox,
            String project,
            List<String> targets,
            Graph graph,
            List<Pipeline> pipelines,
            Optional<Instant> begin,
            Optional<Instant> end,
            StoreClock clock) {
        this.store = store;
        this.outbox = outbox;
        this.project = project;
        this.targets = List.copyOf(targets);
        this.clock = clock;
        this.deadlines = new Deadlines(graph, begin, end);
        this.lateness = new Lateness(graph, pipelines, new ExpectedEnds(store, clock));
    }

    /** Notices what became late and what is there after all. Returns how many partitions became late. */
    public int look() {
        return store.jdbi().withHandle(handle -> plan(handle).isWorthWriting())
                ? store.inTransaction(TOPIC, handle -> write(handle, plan(handle)))
                : 0;
    }

    /**
     * What a look finds.
     *
     * @param begun assets that nobody has watched before
     * @param gone assets that promise nothing any more
     */
    private record Plan(
            Instant now,
            List<AssetKey> begun,
            List<AssetKey> gone,
            List<Found> late,
            List<Breach> healed,
            boolean isOld) {
        boolean isWorthWriting() {
            return isOld || !begun.isEmpty() || !gone.isEmpty() || !late.isEmpty() || !healed.isEmpty();
        }
    }

    private record Found(Asset asset, DataInterval interval, Instant due) {}

    private Plan plan(Handle handle) {
        Map<AssetKey, Asset> assets = deadlines.assets();
        Instant now = Instant.ofEpochMilli(clock.millis(handle));
        Map<AssetKey, Seen> seen = PromiseDao.seen(handle);
        List<AssetKey> begun =
                assets.keySet().stream().filter(key -> !seen.containsKey(key)).toList();
        List<AssetKey> gone =
                seen.keySet().stream().filter(key -> !assets.containsKey(key)).toList();
        if (assets.isEmpty()) {
            return new Plan(now, begun, gone, List.of(), List.of(), false);
        }
        List<Breach> open = PromiseDao.open(handle);
        List<Breach> healed = open.stream()
                .filter(breach -> assets.containsKey(breach.asset()) && isHealed(handle, breach))
                .toList();
        List<Breach> left =
                open.stream().filter(breach -> !healed.contains(breach)).toList();
        List<Found> late = new ArrayList<>();
        for (Asset asset : assets.values()) {
            Seen row = seen.get(asset.key());
            if (row != null) {
                late.addAll(late(handle, asset, row, left, now));
            }
        }
        boolean isOld = seen.entrySet().stream()
                .anyMatch(entry -> assets.containsKey(entry.getKey())
                        && Duration.between(entry.getValue().seenUntil(), now).compareTo(LAG) > 0);
        return new Plan(now, begun, gone, late, healed, isOld);
    }

    private static boolean isHealed(Handle handle, Breach breach) {
        return PromiseDao.published(handle, breach.asset(), breach.interval())
                .filter(at -> !breach.interval().isAll() || at.isAfter(breach.due()))
                .isPresent();
    }

    private List<Found> late(Handle handle, Asset asset, Seen seen, List<Breach> open, Instant now) {
        List<Deadline> passed = asset.timePartition().isPresent()
                ? deadlines.between(asset, seen.seenUntil(), now)
                : passed(handle, asset, seen, now);
        return passed.stream()
                .filter(deadline -> open.stream()
                        .noneMatch(breach -> breach.asset().equals(asset.key())
                                && breach.interval().equals(deadline.interval())))
                .filter(deadline -> deadline.interval().isAll()
                        || PromiseDao.published(handle, asset.key(), deadline.interval())
                                .isEmpty())
                .map(deadline -> new Found(asset, deadline.interval(), deadline.due()))
                .toList();
    }

    private List<Deadline> passed(Handle handle, Asset asset, Seen seen, Instant now) {
        Optional<Instant> published = PromiseDao.published(handle, asset.key(), DataInterval.ALL);
        Instant due = deadlines.again(asset, published, seen.begun());
        return due.isAfter(now) ? List.of() : List.of(new Deadline(DataInterval.ALL, due));
    }

    private int write(Handle handle, Plan plan) {
        plan.begun().forEach(asset -> PromiseDao.begin(handle, asset, plan.now()));
        plan.gone().forEach(asset -> PromiseDao.forget(handle, asset));
        plan.healed().forEach(breach -> PromiseDao.heal(handle, breach, plan.now()));
        int noticed = 0;
        for (Found found : plan.late()) {
            Reason reason = lateness.of(handle, found.asset().key(), found.interval());
            Breach breach = new Breach(
                    found.asset().key(), found.interval(), found.due(), plan.now(), Optional.empty(), reason.why());
            if (PromiseDao.insert(handle, breach)) {
                tell(handle, found, reason);
                noticed++;
            }
        }
        Set<AssetKey> watched = deadlines.assets().keySet();
        watched.forEach(asset -> PromiseDao.advance(handle, asset, plan.now()));
        return noticed;
    }

    private void tell(Handle handle, Found found, Reason reason) {
        AssetKey asset = found.asset().key();
        String id = "late." + asset + "." + found.interval().start().toEpochMilli() + "."
                + found.due().toEpochMilli();
        outbox.add(handle, id, targets, document(found, reason));
    }

    private Map<String, Object> document(Found found, Reason reason) {
        AssetKey asset = found.asset().key();
        Map<String, Object> interval = new LinkedHashMap<>();
        interval.put("start", found.interval().start());
        interval.put("end", found.interval().end());
        String due = lateness.local(found.due()) + " (" + lateness.zone() + ")";
        String expected = reason.expected()
                .map(end -> ", expected at " + lateness.local(end))
                .orElse("");
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("kind", "late");
        values.put("project", project);
        values.put(
                "text",
                "[" + project + "] " + lateness.words(asset, found.interval()) + " is late: promised by " + due
                        + expected + "; " + reason.why().replaceAll("\\.$", "") + ".");
        values.put("asset", asset.toString());
        values.put("interval", found.interval().isAll() ? null : interval);
        values.put("promise", Deadlines.promise(found.asset()).toString());
        values.put("due", found.due());
        values.put("expected", reason.expected().orElse(null));
        values.put("why", reason.why());
        values.put("mend", reason.mend());
        return values;
    }
}
