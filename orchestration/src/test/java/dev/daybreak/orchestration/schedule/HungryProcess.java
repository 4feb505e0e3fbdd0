package dev.daybreak.orchestration.schedule;

import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.orchestration.step.StepContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A worker of which the step of one day eats memory until there is none left. */
final class HungryProcess {
    private static final int BITE = 1 << 20;

    private HungryProcess() {}

    public static void main(String[] arguments) {
        try (Scheduled scheduled = ScheduledProcess.open(Path.of(arguments[0]))) {
            scheduled.project.tables.onCompute = HungryProcess::compute;
            ScheduledProcess.look(scheduled);
            ScheduledProcess.work(scheduled);
        }
    }

    private static void compute(StepContext step) {
        if (step.node().key().equals(TestProject.DAILY)
                && step.partitions().get(0).interval().equals(TestProject.day(2))) {
            List<byte[]> eaten = new ArrayList<>();
            while (eaten.size() < Integer.MAX_VALUE) {
                eaten.add(new byte[BITE]);
            }
        }
    }
}
