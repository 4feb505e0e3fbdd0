package dev.daybreak.orchestration.history;

import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.TimePartition;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The partitions of an asset: those that the project asks for up to now, and those that are published. Thread-safe. */
public final class PartitionListing {
    private final Listing listing;
    private final Graph graph;
    private final Settings settings;

    public PartitionListing(Store store, Graph graph, Settings settings) {
        this.listing = new Listing(store);
        this.graph = graph;
        this.settings = settings;
    }

    /** @param published what holds of it; empty if it is missing */
    public record Entry(DataInterval interval, Optional<MaterializationRecord> published) {}

    /**
     * A partition in short.
     *
     * @param held what is published of it; empty if it is missing
     */
    public record Standing(DataInterval interval, Optional<Held> held) {}

    /** What is published of a partition. */
    public record Held(long rows, Instant published) {}

    /**
     * All that begin within a stretch of time, oldest first. Costs what the stretch holds, however many there are before and after it.
     *
     * @param most of them that are looked at
     */
    public List<Standing> within(Graph.Node node, DataInterval span, int most) {
        SortedMap<DataInterval, Standing> found = new TreeMap<>();
        // The one that ends where the stretch begins is the last that is not wanted.
        DataInterval before = new DataInterval(span.start().minusSeconds(1), span.start());
        expected(node, Optional.of(before), most).stream()
                .takeWhile(interval -> interval.start().isBefore(span.end()))
                .forEach(interval -> found.put(interval, new Standing(interval, Optional.empty())));
        listing.held(node.key(), span, most)
                .forEach((interval, held) -> found.put(interval, new Standing(interval, Optional.of(held))));
        return found.values().stream().limit(most).toList();
    }

    /** Those after a partition, oldest first. A page costs the same, however many partitions there are. */
    public List<Entry> after(Graph.Node node, Optional<DataInterval> after, int most) {
        SortedMap<DataInterval, Entry> entries = new TreeMap<>();
        expected(node, after, most).forEach(interval -> entries.put(interval, new Entry(interval, Optional.empty())));
        listing.published(node.key(), after, most)
                .forEach(found -> entries.put(found.interval(), new Entry(found.interval(), Optional.of(found))));
        return entries.values().stream().limit(most).toList();
    }

    private List<DataInterval> expected(Graph.Node node, Optional<DataInterval> after, int most) {
        Optional<TimePartition> time = node.asset().timePartition();
        if (time.isEmpty()) {
            return after.isEmpty() ? List.of(DataInterval.ALL) : List.of();
        }
        Optional<Instant> first = time.get().start().or(settings::start);
        if (first.isEmpty()) {
            return List.of();
        }
        Instant end = settings.end().orElseGet(Instant::now);
        Instant from =
                after.map(DataInterval::start).filter(first.get()::isBefore).orElse(first.get());
        List<DataInterval> expected = new ArrayList<>();
        DataInterval interval = time.get().cadence().at(from, graph.zone());
        while (!interval.end().isAfter(end) && expected.size() < most) {
            boolean isBefore = interval.start().isBefore(first.get())
                    || (after.isPresent() && interval.compareTo(after.get()) <= 0);
            if (!isBefore) {
                expected.add(interval);
            }
            interval = time.get().cadence().at(interval.end(), graph.zone());
        }
        return expected;
    }
}
