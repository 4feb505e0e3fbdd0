package dev.daybreak.orchestration.freshness;

import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Promise;
import dev.daybreak.project.asset.TimePartition;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** When partitions of the assets of a project must be there. Pure. Immutable. */
final class Deadlines {
    /** Nothing is due so long after its partition's end that more than this many partitions are between. */
    private static final int MOST_BETWEEN = 100_000;

    private final ZoneId zone;
    private final Optional<Instant> begin;
    private final Optional<Instant> end;
    private final Map<AssetKey, Asset> assets = new LinkedHashMap<>();

    /**
     * @param begin where partitioned assets begin unless they say so themselves
     * @param end where they end; empty: never
     */
    Deadlines(Graph graph, Optional<Instant> begin, Optional<Instant> end) {
        this.zone = graph.zone();
        this.begin = begin;
        this.end = end;
        graph.nodes().stream()
                .filter(node -> node.asset().about().promise().isPresent())
                .forEach(node -> assets.put(node.key(), node.asset()));
    }

    /** Those that promise something. */
    Map<AssetKey, Asset> assets() {
        return assets;
    }

    /** @param interval of an asset that is cut along time */
    record Deadline(DataInterval interval, Instant due) {}

    static Promise promise(Asset asset) {
        return asset.about().promise().orElseThrow();
    }

    /** What is due after one moment and not after another, oldest partition first; of an asset that is cut along time. */
    List<Deadline> between(Asset asset, Instant after, Instant until) {
        List<Deadline> found = new ArrayList<>();
        Deadline next = first(asset, deadline -> deadline.due().isAfter(after), after);
        while (!next.due().isAfter(until)) {
            if (isPromised(asset, next.interval())) {
                found.add(next);
            }
            next = following(asset, next);
        }
        return found;
    }

    /** What is due next after a moment; empty if nothing is any more. */
    Optional<Deadline> next(Asset asset, Instant after) {
        Deadline next = first(asset, deadline -> deadline.due().isAfter(after), after);
        Instant start = start(asset);
        if (next.interval().start().isBefore(start)) {
            next = deadline(asset, cadence(asset).at(start, zone));
            next = next.interval().start().isBefore(start) ? following(asset, next) : next;
        }
        return isPromised(asset, next.interval()) ? Optional.of(next) : Optional.empty();
    }

    /** What was due last up to a moment; empty if nothing was. */
    Optional<Deadline> last(Asset asset, Instant until) {
        Deadline next = first(asset, deadline -> deadline.due().isAfter(until), until);
        Deadline last = preceding(asset, next);
        return isPromised(asset, last.interval()) ? Optional.of(last) : Optional.empty();
    }

    /** The oldest partition that fits a condition which, once it holds, holds for all later ones; it does for the one at a moment. */
    private Deadline first(Asset asset, Predicate<Deadline> condition, Instant at) {
        Deadline found = deadline(asset, cadence(asset).at(at, zone));
        for (int i = 0; i < MOST_BETWEEN; i++) {
            Deadline earlier = preceding(asset, found);
            if (!condition.test(earlier)) {
                return found;
            }
            found = earlier;
        }
        return found;
    }

    private Deadline following(Asset asset, Deadline deadline) {
        return deadline(asset, cadence(asset).at(deadline.interval().end(), zone));
    }

    private Deadline preceding(Asset asset, Deadline deadline) {
        return deadline(asset, cadence(asset).at(deadline.interval().start().minusMillis(1), zone));
    }

    private Deadline deadline(Asset asset, DataInterval interval) {
        return new Deadline(interval, promise(asset).due(interval, zone));
    }

    private boolean isPromised(Asset asset, DataInterval interval) {
        return !interval.start().isBefore(start(asset))
                && end.filter(last -> interval.end().isAfter(last)).isEmpty();
    }

    private Instant start(Asset asset) {
        return asset.timePartition()
                .flatMap(TimePartition::start)
                .or(() -> begin)
                .orElse(DataInterval.ALL.start());
    }

    private static Cadence cadence(Asset asset) {
        return asset.timePartition().orElseThrow().cadence();
    }

    /** When an asset that is not cut along time must be published again; counted from a moment if it was not published since. */
    Instant again(Asset asset, Optional<Instant> published, Instant begun) {
        Instant from = published.filter(last -> last.isAfter(begun)).orElse(begun);
        return promise(asset).dueAgain(from, zone);
    }
}
