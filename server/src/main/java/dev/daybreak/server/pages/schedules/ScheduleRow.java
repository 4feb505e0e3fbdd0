package dev.daybreak.server.pages.schedules;

import dev.daybreak.server.pages.Moment;
import dev.daybreak.server.pages.RunRow;
import java.util.Optional;

/**
 * A pipeline in a list.
 *
 * @param trigger what makes it run, in words
 * @param state whether its trigger is heard: on, or paused, or off
 * @param pause by whom, when and why it is paused; empty if it is not
 * @param next when it is due next; empty if it has no schedule, or is off
 * @param interval of that run
 * @param last its newest run
 */
public record ScheduleRow(
        String pipeline,
        String trigger,
        String state,
        Optional<Pause> pause,
        Optional<Moment> next,
        String interval,
        Optional<RunRow> last) {
    /** Who paused it. */
    public record Pause(Moment at, String by, String why) {}
}
