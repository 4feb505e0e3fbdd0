package dev.daybreak.orchestration.run;

import java.nio.file.Path;

/** A process of its own that runs a project, to be killed. */
final class KilledRun {
    private KilledRun() {}

    public static void main(String[] arguments) {
        try (TestProject project = new TestProject(Path.of(arguments[0]))) {
            project.run();
        }
    }
}
