package dev.daybreak.server.pages;

import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.PartitionListing;
import dev.daybreak.orchestration.history.Publications;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Settings;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.AssetView.Cell;
import dev.daybreak.server.pages.AssetView.Month;
import dev.daybreak.server.pages.AssetView.Strip;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** How the partitions of an asset stand in a year, day by day. Thread-safe. */
final class PartitionStrip {
    /** A year of hours. */
    private static final int MOST_PARTITIONS = 366 * 25;

    private static final int DAYS = 7;

    private final Pages pages;
    private final Settings settings;
    private final PartitionListing listing;
    private final Publications publications;
    private final History history;
    private final ZoneId zone;

    PartitionStrip(ServedProject served, Pages pages) {
        this.pages = pages;
        this.settings = served.project().settings();
        this.listing = new PartitionListing(served.store(), served.graph(), settings);
        this.publications = new Publications(served.store());
        this.history = new History(served.store());
        this.zone = settings.zone();
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
        private Instant until = Instant.MIN;

        void add(State state, DataInterval interval, long more, Supplier<String> reason) {
            partitions++;
            rows += more;
            until = interval.end().isAfter(until) ? interval.end() : until;
            if (why.isEmpty() || state.compareTo(worst) > 0) {
                why = reason.get();
            }
            worst = state.compareTo(worst) > 0 ? state : worst;
        }
    }

    /**
     * @param year that is shown; if it is none, that of the newest partition that is published
     * @param known what a plan found missing or stale; what was published after it does not count
     */
    Strip of(Graph.Node node, String year, Shell shell, Optional<Staleness.Known> known) {
        List<PlannedPartition> toDo = known.map(found -> found.of(node.key())).orElse(List.of());
        Instant plannedAt = known.map(Staleness.Known::at).orElse(Instant.MIN);
        if (node.asset().cut().isEmpty()) {
            return whole(node, toDo);
        }
        LocalDate first = LocalDate.of(year(node, year, shell), 1, 1);
        DataInterval span = new DataInterval(
                first.atStartOfDay(zone).toInstant(),
                first.plusYears(1).atStartOfDay(zone).toInstant());
        Map<DataInterval, PlannedPartition> planned = new HashMap<>();
        toDo.stream()
                .filter(partition -> partition.interval().overlaps(span))
                .forEach(partition -> planned.put(partition.interval(), partition));
        Set<DataInterval> failed = history.failed(node.key(), span);
        Map<LocalDate, Day> days = new TreeMap<>();
        Map<State, Integer> counts = new TreeMap<>();
        for (PartitionListing.Standing standing : listing.within(node, span, MOST_PARTITIONS)) {
            boolean isNewer = standing.held()
                    .filter(held -> held.published().isAfter(plannedAt))
                    .isPresent();
            State state = state(standing, !isNewer && planned.containsKey(standing.interval()), failed);
            counts.merge(state, 1, Integer::sum);
            LocalDate day = LocalDate.ofInstant(standing.interval().start(), zone);
            days.computeIfAbsent(day, key -> new Day())
                    .add(
                            state,
                            standing.interval(),
                            standing.held().map(PartitionListing.Held::rows).orElse(0L),
                            () -> pages.words(standing.interval()) + ": "
                                    + why(state, planned.get(standing.interval())));
        }
        return strip(node, first, days, counts, newestYear(node, shell));
    }

    private int year(Graph.Node node, String year, Shell shell) {
        if (year.matches("[12]\\d{3}")) {
            return Integer.parseInt(year);
        }
        return newest(node).map(this::yearOf).orElseGet(() -> yearOf(lastAskedFor(shell)));
    }

    /** The last in which there may be something. */
    private int newestYear(Graph.Node node, Shell shell) {
        int asked = yearOf(lastAskedFor(shell));
        return newest(node).map(start -> Math.max(asked, yearOf(start))).orElse(asked);
    }

    private Optional<Instant> newest(Graph.Node node) {
        return publications
                .newest(node.key())
                .filter(interval -> !interval.isAll())
                .map(DataInterval::start);
    }

    /** Within the last partition that the project asks for up to now. */
    private Instant lastAskedFor(Shell shell) {
        return settings.end().filter(shell.now()::isAfter).orElse(shell.now()).minusMillis(1);
    }

    private int yearOf(Instant instant) {
        return LocalDate.ofInstant(instant, zone).getYear();
    }

    /** An asset with one partition for all time. */
    private Strip whole(Graph.Node node, List<PlannedPartition> toDo) {
        boolean isPublished = publications.newest(node.key()).isPresent();
        String failed = history.failed(node.key()).isEmpty() ? "" : "; the last try failed";
        String state = isPublished ? "published" : "missing";
        if (!toDo.isEmpty() && (toDo.get(0).state() == PlannedPartition.State.STALE) == isPublished) {
            state = toDo.get(0).state() + ", " + toDo.get(0).reason();
        }
        return new Strip(
                "One partition for all data",
                List.of(),
                0,
                0,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                state + failed);
    }

    private static State state(PartitionListing.Standing standing, boolean isToDo, Set<DataInterval> failed) {
        if (failed.contains(standing.interval())) {
            return State.FAILED;
        }
        if (standing.held().isEmpty()) {
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

    private Strip strip(
            Graph.Node node, LocalDate first, Map<LocalDate, Day> days, Map<State, Integer> counts, int newestYear) {
        int offset = first.getDayOfWeek().getValue() - 1;
        List<Cell> cells = new ArrayList<>();
        days.forEach((date, day) -> {
            int place = offset + date.getDayOfYear() - 1;
            String title = day.partitions == 1
                    ? day.why
                    : date + ": " + Moment.count(day.partitions, "partition") + "; " + day.why;
            cells.add(new Cell(
                    place / DAYS,
                    place % DAYS,
                    word(day.worst),
                    date.toString(),
                    dateAfter(day.until).toString(),
                    title + ", " + Moment.count(day.rows, "row")));
        });
        List<String> words = new ArrayList<>();
        counts.forEach((state, count) -> words.add(String.format(Locale.ROOT, "%,d %s", count, word(state))));
        String address = "/assets/" + Pages.encoded(node.key().toString()) + "?year=";
        int year = first.getYear();
        int firstYear = first(node).map(this::yearOf).orElse(Integer.MIN_VALUE);
        return new Strip(
                "Partitions of " + year,
                cells,
                (offset + first.lengthOfYear() - 1) / DAYS + 1,
                DAYS,
                months(first, offset),
                year > firstYear ? Optional.of(address + (year - 1)) : Optional.empty(),
                year < newestYear ? Optional.of(address + (year + 1)) : Optional.empty(),
                words.isEmpty() ? "no partition" : String.join(", ", words));
    }

    /** Where the partitions that the project asks for begin; empty if it does not say. */
    private Optional<Instant> first(Graph.Node node) {
        return node.asset().start().or(settings::start);
    }

    /** The first date all of which lies at an instant or after it. */
    private LocalDate dateAfter(Instant end) {
        LocalDate date = LocalDate.ofInstant(end, zone);
        return date.atStartOfDay(zone).toInstant().isBefore(end) ? date.plusDays(1) : date;
    }

    private static List<Month> months(LocalDate first, int offset) {
        return IntStream.range(0, 12)
                .mapToObj(first::plusMonths)
                .map(month -> new Month(
                        (offset + month.getDayOfYear() - 1) / DAYS,
                        month.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH)))
                .toList();
    }
}
