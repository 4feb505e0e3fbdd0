package dev.daybreak.server.pages.schedules;

import dev.daybreak.orchestration.schedule.PipelineState;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.schedule.Tick;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.schedules.CalendarView.Day;
import dev.daybreak.server.pages.schedules.CalendarView.Entry;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What will run in the next days, or in a month. Thread-safe. */
final class CalendarPage {
    private static final int DAYS = 7;
    /** Of one pipeline in what is shown. */
    private static final int MOST_TICKS = 1_000;
    /** Of one pipeline on one day; more of them are told in one line. */
    private static final int MOST_OF_A_DAY = 4;

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);

    private final ServedProject served;
    private final Pages pages;
    private final PipelineState state;
    // Guarded by this: what is due does not change within a minute, however many look.
    private final Map<Span, List<Due>> known = new HashMap<>();
    private Instant minute = Instant.EPOCH;

    CalendarPage(ServedProject served, Pages pages) {
        this.served = served;
        this.pages = pages;
        this.state = new PipelineState(served.store());
    }

    /** Days that are shown; the last is not. */
    private record Span(LocalDate first, LocalDate end) {}

    /** @param isCut whether there are more */
    private record Due(Pipeline pipeline, List<Tick> ticks, boolean isCut) {}

    CalendarView view(Context ctx, Shell shell) {
        LocalDate today = shell.now().atZone(shell.zone()).toLocalDate();
        Optional<YearMonth> month = month(ctx, today);
        LocalDate first = month.map(found -> found.atDay(1).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)))
                .orElse(today);
        LocalDate end = month.map(found -> found.plusMonths(1)
                        .atDay(1)
                        .minusDays(1)
                        .with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY))
                        .plusDays(1))
                .orElse(today.plusDays(DAYS));
        List<Due> due = due(new Span(first, end), shell);
        Map<LocalDate, List<Entry>> entries = entries(due, shell);
        YearMonth shown = month.orElse(YearMonth.from(today));
        return new CalendarView(
                shell,
                month.map(found -> MONTH.format(found)).orElse("The next " + DAYS + " days"),
                month.isPresent(),
                first.datesUntil(end)
                        .map(date -> new Day(
                                date.toString(),
                                date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH),
                                date.equals(today),
                                month.isPresent() && !YearMonth.from(date).equals(shown),
                                entries.getOrDefault(date, List.of())))
                        .toList(),
                shown.isAfter(YearMonth.from(today))
                        ? Optional.of(shown.minusMonths(1).toString())
                        : Optional.empty(),
                (month.isPresent() ? shown.plusMonths(1) : shown).toString(),
                due.stream()
                        .filter(Due::isCut)
                        .map(found -> found.pipeline().name())
                        .toList());
    }

    /** Months before the current one are over: nothing will run in them. */
    private static Optional<YearMonth> month(Context ctx, LocalDate today) {
        String text = Pages.text(ctx, "month");
        if (!text.matches("\\d{4}-\\d{2}")) {
            return Optional.empty();
        }
        try {
            YearMonth month = YearMonth.parse(text);
            YearMonth current = YearMonth.from(today);
            return Optional.of(month.isBefore(current) ? current : month);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private synchronized List<Due> due(Span span, Shell shell) {
        Instant now = shell.now().truncatedTo(ChronoUnit.MINUTES);
        if (!now.equals(minute)) {
            known.clear();
            minute = now;
        }
        return known.computeIfAbsent(span, days -> served.project().pipelines().stream()
                .map(pipeline -> due(pipeline, days, shell))
                .toList());
    }

    private static Due due(Pipeline pipeline, Span span, Shell shell) {
        Instant begin = span.first().atStartOfDay(shell.zone()).toInstant().minusMillis(1);
        Instant from = begin.isAfter(shell.now()) ? begin : shell.now();
        Instant until = span.end().atStartOfDay(shell.zone()).toInstant().minusMillis(1);
        List<Tick> ticks = Upcoming.of(pipeline, from, until, MOST_TICKS + 1);
        return new Due(pipeline, ticks.stream().limit(MOST_TICKS).toList(), ticks.size() > MOST_TICKS);
    }

    private Map<LocalDate, List<Entry>> entries(List<Due> due, Shell shell) {
        Set<String> paused = Set.copyOf(state.paused());
        Map<LocalDate, List<Entry>> entries = new TreeMap<>();
        for (Due found : due) {
            Map<LocalDate, List<Tick>> byDay = new TreeMap<>();
            for (Tick tick : found.ticks()) {
                byDay.computeIfAbsent(tick.due().atZone(shell.zone()).toLocalDate(), date -> new ArrayList<>())
                        .add(tick);
            }
            boolean isPaused = paused.contains(found.pipeline().name());
            byDay.forEach((date, ticks) -> {
                boolean isWhole = !found.isCut() || !last(ticks).equals(last(found.ticks()));
                entries.computeIfAbsent(date, absent -> new ArrayList<>())
                        .addAll(entries(found.pipeline(), isPaused, ticks, isWhole, shell.zone()));
            });
        }
        entries.values()
                .forEach(list -> list.sort(Comparator.comparing(Entry::at).thenComparing(Entry::pipeline)));
        return entries;
    }

    private static Tick last(List<Tick> ticks) {
        return ticks.get(ticks.size() - 1);
    }

    /** @param isWhole whether these are all of the day */
    private List<Entry> entries(Pipeline pipeline, boolean isPaused, List<Tick> ticks, boolean isWhole, ZoneId zone) {
        if (ticks.size() <= MOST_OF_A_DAY && isWhole) {
            return ticks.stream()
                    .map(tick -> entry(pipeline, isPaused, tick, "", zone))
                    .toList();
        }
        String more =
                isWhole ? ticks.size() + " times, until " + clock(last(ticks), zone) : ticks.size() + " times, or more";
        return Stream.of(ticks.get(0))
                .map(tick -> entry(pipeline, isPaused, tick, more, zone))
                .toList();
    }

    private Entry entry(Pipeline pipeline, boolean isPaused, Tick tick, String more, ZoneId zone) {
        return new Entry(
                pipeline.name(),
                isPaused,
                tick.due().toString(),
                clock(tick, zone),
                more,
                pages.words(tick.interval()));
    }

    private static String clock(Tick tick, ZoneId zone) {
        LocalTime time = tick.due().atZone(zone).toLocalTime();
        return CLOCK.format(time);
    }
}
