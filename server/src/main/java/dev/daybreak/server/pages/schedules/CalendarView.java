package dev.daybreak.server.pages.schedules;

import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.View;
import java.util.List;
import java.util.Optional;

/**
 * What will run when.
 *
 * @param words which days are shown
 * @param isMonth whether days stand in a grid of weeks, which begin on Mondays; else they stand below each other
 * @param days of a grid, with those before the month's first and after its last that fill the weeks
 * @param before the month before, if anything may be due in it
 * @param after the month after
 * @param cut pipelines that run more often than is shown
 */
public record CalendarView(
        Shell shell,
        String words,
        boolean isMonth,
        List<Day> days,
        Optional<String> before,
        String after,
        List<String> cut)
        implements View {
    @Override
    public String title() {
        return "Calendar";
    }

    /** Days of a grid, week by week. */
    public List<List<Day>> weeks() {
        return java.util.stream.IntStream.range(0, days.size() / 7)
                .mapToObj(week -> days.subList(7 * week, 7 * week + 7))
                .toList();
    }

    /**
     * A day in the project's zone.
     *
     * @param isOther whether it only fills a week
     */
    public record Day(String date, String name, boolean isToday, boolean isOther, List<Entry> entries) {}

    /**
     * A pipeline on a day.
     *
     * @param at when it is due first, as ISO 8601 writes it
     * @param clock the same in the project's zone
     * @param more how often it is due and until when, if it is more often than once
     * @param interval of the first run
     */
    public record Entry(String pipeline, boolean isPaused, String at, String clock, String more, String interval) {}
}
