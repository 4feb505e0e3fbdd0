package dev.daybreak.orchestration.schedule;

import dev.daybreak.orchestration.run.TestProject;
import java.nio.file.Path;

/** A process of its own that works on what waits in the queue, to be killed. */
final class WorkingProcess {
    private WorkingProcess() {}

    public static void main(String[] arguments) {
        try (Scheduled scheduled = new Scheduled(new TestProject(Path.of(arguments[0])))) {
            ScheduledProcess.work(scheduled);
        }
    }
}
