package dev.daybreak.server.pages;

import dev.daybreak.orchestration.history.CheckHistory;
import dev.daybreak.orchestration.history.CheckHistory.By;
import dev.daybreak.orchestration.history.CheckHistory.Check;
import dev.daybreak.orchestration.history.CheckHistory.Filter;
import dev.daybreak.orchestration.history.CheckHistory.Outcome;
import dev.daybreak.orchestration.history.CheckHistory.Tally;
import dev.daybreak.server.pages.ChecksView.StripRow;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Outcomes of checks day by day, as far as the latest results tell. Thread-safe. */
final class CheckDays {
    /** Older results are not looked at, so that a page costs the same however long the history is. */
    static final int MOST_RESULTS = 20_000;

    private static final int DAYS = 60;

    private final CheckHistory checks;
    private final ZoneId zone;

    CheckDays(CheckHistory checks, ZoneId zone) {
        this.checks = checks;
        this.zone = zone;
    }

    /** @param words which days they are */
    record Strips(String words, List<StripRow> rows) {}

    private static final class Day {
        private long passed;
        private long unfit;
    }

    /** The checks that failed most come first. */
    Strips of(Filter filter, By by, LocalDate today) {
        List<Tally> tallies = checks.tallies(filter, by, MOST_RESULTS);
        LocalDate last = by == By.CHECKED
                ? today
                : tallies.stream().map(this::day).max(Comparator.naturalOrder()).orElse(today);
        LocalDate first = last.minusDays(DAYS - 1);
        Map<Check, SortedMap<LocalDate, Day>> byCheck = new LinkedHashMap<>();
        for (Tally tally : tallies) {
            SortedMap<LocalDate, Day> days = byCheck.computeIfAbsent(tally.check(), check -> new TreeMap<>());
            LocalDate date = day(tally);
            if (!date.isBefore(first)) {
                Day day = days.computeIfAbsent(date, key -> new Day());
                day.passed += tally.passed();
                day.unfit += tally.unfit();
            }
        }
        List<StripRow> rows = new ArrayList<>();
        byCheck.forEach((check, days) -> rows.add(row(check, days, first)));
        rows.sort(Comparator.comparingLong((StripRow row) -> -row.unfit())
                .thenComparing(StripRow::asset)
                .thenComparing(StripRow::expectation));
        String what = by == By.CHECKED ? "Days on which checks ran" : "Days of the data that checks were about";
        return new Strips(what + ", " + first + " to " + last, rows);
    }

    private LocalDate day(Tally tally) {
        return LocalDate.ofInstant(tally.from(), zone);
    }

    private static StripRow row(Check check, SortedMap<LocalDate, Day> days, LocalDate first) {
        List<OutcomeStrip.Tick> ticks = new ArrayList<>();
        long passed = 0;
        long unfit = 0;
        for (Map.Entry<LocalDate, Day> entry : days.entrySet()) {
            Day day = entry.getValue();
            passed += day.passed;
            unfit += day.unfit;
            String worst = CheckWords.word(Outcome.of(day.unfit == 0, check.severity()));
            String title = entry.getKey() + ": " + day.passed + " passed, " + day.unfit + " did not";
            ticks.add(new OutcomeStrip.Tick((int) ChronoUnit.DAYS.between(first, entry.getKey()), worst, title));
        }
        return new StripRow(
                check.asset().toString(),
                check.expectation(),
                check.arguments().equals("{}") ? "" : check.arguments(),
                check.severity().name().toLowerCase(Locale.ROOT),
                new OutcomeStrip("A place for each day: " + passed + " passed, " + unfit + " did not", DAYS, ticks),
                unfit,
                passed + unfit);
    }
}
