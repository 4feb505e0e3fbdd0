package dev.daybreak.project.load;

import dev.daybreak.project.form.Located;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.schedule.Cron;
import java.util.Optional;

/** Schedules in project files. */
final class CronText {
    private CronText() {}

    /** The schedule that a text stands for; else empty, and everything that is wrong with it is noted. */
    static Optional<Cron> check(Located<String> schedule, Problems problems) {
        String text = schedule.value().strip();
        String hint = text.startsWith("@") ? NearestName.hint(text, Cron.nicknames()) : "";
        return Cron.parse(
                text,
                problem -> problems.error(
                        schedule.place(),
                        "Invalid schedule '" + text + "': " + problem + "." + hint,
                        "Write for example '0 6 * * 1' for Mondays at six."));
    }
}
