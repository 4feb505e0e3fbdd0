package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.history.AttemptRecord;
import dev.daybreak.orchestration.history.LogFollow;
import dev.daybreak.orchestration.run.Runner;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Prints the logs of a run's attempts as they are written, until the run is over. Lines of several attempts take turns. */
final class LogFollower {
    private static final long LOOK_MILLIS = 250;
    /** How many looks are between two for dead processes, whose runs would else never be over. */
    private static final int RECOVERY = 20;

    private final Runner runner;
    private final LogFollow logs;
    private final Output output;
    /** The attempt whose lines were printed last. */
    private long last = -1;

    LogFollower(Workspace workspace, String run, Predicate<AttemptRecord> chosen, Output output) {
        this.runner = workspace.runner(1);
        this.logs = new LogFollow(workspace.listing(), workspace.logs(), run, chosen);
        this.output = output;
    }

    void follow() {
        int looks = 0;
        do {
            if (looks++ % RECOVERY == 0) {
                runner.recover();
            }
        } while (logs.next(this::print, () -> false) && isToGoOn());
    }

    private static boolean isToGoOn() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void print(AttemptRecord attempt, String lines) {
        if (last != attempt.token()) {
            output.line(LogsCommand.heading(attempt));
            last = attempt.token();
        }
        output.line(lines.stripTrailing());
    }
}
