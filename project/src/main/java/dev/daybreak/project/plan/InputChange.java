package dev.daybreak.project.plan;

import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalText;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What has happened to an input since a partition that reads it was computed. */
final class InputChange {
    private static final int MOST_NAMED = 3;

    private final List<DataInterval> intervals = new ArrayList<>();
    private long more;
    private boolean isOnlyMore = true;

    private InputChange() {}

    /**
     * Compares the slices that were read then with those that would be read now.
     *
     * @return empty if they are the same
     */
    static Optional<InputChange> between(List<Slice> before, List<Slice> now) {
        Map<DataInterval, Slice> old = new HashMap<>();
        before.forEach(slice -> old.put(slice.interval(), slice));
        Map<DataInterval, Long> more = new TreeMap<>();
        InputChange change = new InputChange();
        for (Slice slice : now) {
            Slice was = old.remove(slice.interval());
            if (was == null || !was.version().equals(slice.version())) {
                more.put(slice.interval(), slice.rows() - (was == null ? 0 : was.rows()));
            }
        }
        old.forEach((interval, slice) -> more.put(interval, -slice.rows()));
        more.forEach((interval, rows) -> {
            change.intervals.add(interval);
            change.more += rows;
            change.isOnlyMore &= rows > 0;
        });
        return more.isEmpty() ? Optional.empty() : Optional.of(change);
    }

    /**
     * In words: {@code 3 late rows arrived in raw.clicks for 2023-01-01 after features.user_activity was computed}. Of more than three slices no
     * figures are told, since windows that overlap would each have others.
     */
    String words(String input, boolean isSource, String reader, ZoneId zone) {
        boolean isLate = isSource && isOnlyMore;
        if (intervals.size() > MOST_NAMED) {
            return isLate ? "late rows arrived in " + input + " after " + reader + " was computed" : changed(input, "");
        }
        String where = input + where(zone);
        return isLate
                ? (more == 1 ? "1 late row" : "%,d late rows".formatted(more)) + " arrived in " + where + " after "
                        + reader + " was computed"
                : changed(where, difference());
    }

    private static String changed(String input, String difference) {
        return "input " + input + " changed" + difference;
    }

    private String where(ZoneId zone) {
        if (intervals.get(0).isAll()) {
            return "";
        }
        return intervals.stream()
                .map(interval -> IntervalText.of(interval, zone))
                .collect(Collectors.joining(", ", " for ", ""));
    }

    private String difference() {
        if (more == 0) {
            return "";
        }
        String rows = "%,d".formatted(Math.abs(more))
                + (more > 0 ? " more" : " fewer")
                + (Math.abs(more) == 1 ? " row" : " rows");
        return " (" + rows + ")";
    }
}
