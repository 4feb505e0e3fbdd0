package dev.daybreak.server.pages;

import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.PartitionListing;
import dev.daybreak.project.Graph;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.AssetView.Cell;
import dev.daybreak.server.pages.AssetView.Strip;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** How the partitions of an asset stand in a year, day by day. Thread-safe. */
final class PartitionStrip {
    /** A year of hours. */
    private static final int MOST_PARTITIONS = 366 * 25;

    private static final int DAYS = 7;

    private final Pages pages;
    private final PartitionListing listing;
    private final History history;
    private final ZoneId zone;

    PartitionStrip(ServedProject served, Pages pages) {
        this.pages = pages;
        this.listing = new PartitionListing(
                served.store(), served.graph(), served.project().settings());
        this.history = new History(served.store());
        this.zone = served.project().settings().zone();
    }

    /** From the best to the worst. */
    private enum State {
        PUBLISHED,
        STALE,
        MISSING,
        FAILED
    }

    /** How the partitions that begin on a day stand. */
    private static final class Day {
        private State worst = State.PUBLISHED;
        private int partitions;
        private long rows;
        private String why = "";

        void add(State state, long more, String reason) {
            partitions++;
            rows += more;
            if (why.isEmpty() || state.compareTo(worst) > 0) {
                why = reason;
            }
            worst = state.compareTo(worst) > 0 ? state : worst;
        }
    }

    /**
     * @param year that is shown
     * @param known what a plan found missing or stale; what was published after it does not count
     */
    Strip of(Graph.Node node, int year, Optional<Staleness.Known> known) {
        List<PlannedPartition> toDo = known.map(found -> found.of(node.key())).orElse(List.of());
        Instant plannedAt = known.map(Staleness.Known::at).orElse(Instant.MIN);
        if (node.asset().cut().isEmpty()) {
            return whole(node, toDo);
        }
        LocalDate first = LocalDate.of(year, 1, 1);
        Instant from = first.atStartOfDay(zone).toInstant();
        Instant until = first.plusYears(1).atStartOfDay(zone).toInstant();
        Map<DataInterval, PlannedPartition> planned = new HashMap<>();
        toDo.forEach(partition -> planned.put(partition.interval(), partition));
        Set<DataInterval> failed = history.failed(node.key());
        Map<LocalDate, Day> days = new TreeMap<>();
        Map<State, Integer> counts = new TreeMap<>();
        // The one that ends where the year begins is the last that is not wanted.
        DataInterval before = new DataInterval(from.minusSeconds(1), from);
        for (PartitionListing.Entry entry : listing.after(node, Optional.of(before), MOST_PARTITIONS)) {
            if (!entry.interval().start().isBefore(until)) {
                break;
            }
            boolean isNewer = entry.published()
                    .filter(found -> found.published().isAfter(plannedAt))
                    .isPresent();
            State state = state(entry, !isNewer && planned.containsKey(entry.interval()), failed);
            counts.merge(state, 1, Integer::sum);
            LocalDate day = LocalDate.ofInstant(entry.interval().start(), zone);
            days.computeIfAbsent(day, key -> new Day())
                    .add(
                            state,
                            entry.published().map(found -> found.rows()).orElse(0L),
                            pages.words(entry.interval()) + ": " + why(state, planned.get(entry.interval())));
        }
        return strip(node, first, days, counts);
    }

    /** An asset with one partition for all time. */
    private Strip whole(Graph.Node node, List<PlannedPartition> toDo) {
        boolean isPublished = listing.after(node, Optional.empty(), 1).stream()
                .anyMatch(entry -> entry.published().isPresent());
        String failed = history.failed(node.key()).isEmpty() ? "" : "; the last try failed";
        String state = isPublished ? "published" : "missing";
        if (!toDo.isEmpty() && (toDo.get(0).state() == PlannedPartition.State.STALE) == isPublished) {
            state = toDo.get(0).state() + ", " + toDo.get(0).reason();
        }
        return new Strip(
                "One partition for all data", List.of(), 0, 0, Optional.empty(), Optional.empty(), state + failed);
    }

    private static State state(PartitionListing.Entry entry, boolean isToDo, Set<DataInterval> failed) {
        if (failed.contains(entry.interval())) {
            return State.FAILED;
        }
        if (entry.published().isEmpty()) {
            return State.MISSING;
        }
        return isToDo ? State.STALE : State.PUBLISHED;
    }

    private static String why(State state, PlannedPartition planned) {
        String word = word(state);
        return planned == null || state != State.STALE ? word : word + ", " + planned.reason();
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private Strip strip(Graph.Node node, LocalDate first, Map<LocalDate, Day> days, Map<State, Integer> counts) {
        int offset = first.getDayOfWeek().getValue() - 1;
        List<Cell> cells = new ArrayList<>();
        days.forEach((date, day) -> {
            int place = offset + date.getDayOfYear() - 1;
            String title = day.partitions == 1
                    ? day.why
                    : date + ": " + Moment.count(day.partitions, "partition") + "; " + day.why;
            cells.add(new Cell(
                    place / DAYS, place % DAYS, word(day.worst), title + ", " + Moment.count(day.rows, "row")));
        });
        List<String> words = new ArrayList<>();
        counts.forEach((state, count) -> words.add(String.format(Locale.ROOT, "%,d %s", count, word(state))));
        String address = "/assets/" + RunPages.encoded(node.key().toString()) + "?year=";
        return new Strip(
                "Partitions of " + first.getYear(),
                cells,
                (offset + first.lengthOfYear() - 1) / DAYS + 1,
                DAYS,
                Optional.of(address + (first.getYear() - 1)),
                Optional.of(address + (first.getYear() + 1)),
                words.isEmpty() ? "no partition" : String.join(", ", words));
    }
}
