package dev.daybreak.project.plan;

import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Things that have an interval, in its order, found by the window that they touch: a search costs the logarithm of all and
 * the count of those found, as long as intervals overlap each other little. Immutable.
 */
final class Timeline<T> {
    private final List<T> items;
    private final Function<T, DataInterval> interval;
    /** At each position the latest end up to it, which grows whatever the intervals are. */
    private final List<Instant> latestEnds = new ArrayList<>();

    Timeline(Collection<T> items, Function<T, DataInterval> interval) {
        this.items = items.stream().sorted(Comparator.comparing(interval)).toList();
        this.interval = interval;
        Instant latest = Instant.MIN;
        for (T item : this.items) {
            Instant end = interval.apply(item).end();
            latest = end.isAfter(latest) ? end : latest;
            latestEnds.add(latest);
        }
    }

    /** Those that share an instant with a window, oldest first. */
    List<T> overlapping(DataInterval window) {
        List<T> found = new ArrayList<>();
        for (int i = firstEndingAfter(window.start()); i < items.size(); i++) {
            DataInterval candidate = interval.apply(items.get(i));
            if (!candidate.start().isBefore(window.end())) {
                break;
            }
            if (candidate.overlaps(window)) {
                found.add(items.get(i));
            }
        }
        return found;
    }

    private int firstEndingAfter(Instant start) {
        int low = 0;
        int high = items.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (latestEnds.get(middle).isAfter(start)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
