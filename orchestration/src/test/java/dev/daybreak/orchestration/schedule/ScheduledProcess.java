package dev.daybreak.orchestration.schedule;

import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.project.schedule.Missed;
import java.nio.file.Path;
import java.time.Instant;

/** A process of its own that schedules two days and works on them, to be killed. */
final class ScheduledProcess {
    private ScheduledProcess() {}

    public static void main(String[] arguments) {
        try (Scheduled scheduled = open(Path.of(arguments[0]))) {
            look(scheduled);
            work(scheduled);
        }
    }

    /** Looked at on the first day already; the clock stands after the second. */
    static Scheduled open(Path folder) {
        Scheduled scheduled = new Scheduled(new TestProject(folder));
        scheduled.pipelines.add(Scheduled.cron("nightly", "0 0 * * *", Scheduled.missed(Missed.Policy.ALL)));
        scheduled.lookAt("2023-01-01T00:00:30Z");
        scheduled.now.set(Instant.parse("2023-01-03T00:05:00Z"));
        return scheduled;
    }

    static void look(Scheduled scheduled) {
        scheduled.scheduler().look();
    }

    static void work(Scheduled scheduled) {
        scheduled.project.runner().recover();
        scheduled.worker().workOff();
    }
}
