package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.history.AttemptRecord;
import dev.daybreak.orchestration.history.LogTail;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.run.Runner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Prints the logs of a run's attempts as they are written, until the run is over. Lines of several attempts take turns. */
final class LogFollower {
    private static final long LOOK_MILLIS = 250;
    /** How many looks are between two for dead processes, whose runs would else never be over. */
    private static final int RECOVERY = 20;

    private final Workspace workspace;
    private final String run;
    private final Output output;
    private final Map<Long, LogTail> tails = new HashMap<>();
    /** The attempt whose lines were printed last. */
    private long last = -1;

    LogFollower(Workspace workspace, String run, Output output) {
        this.workspace = workspace;
        this.run = run;
        this.output = output;
    }

    void follow(Supplier<List<AttemptRecord>> attempts) {
        Runner runner = workspace.runner(1);
        boolean isOver;
        int looks = 0;
        do {
            if (looks++ % RECOVERY == 0) {
                runner.recover();
            }
            // Asked before the files are read: what was written before its end is read then.
            isOver = isOver(workspace.history().run(run).state());
            attempts.get().forEach(this::print);
        } while (!isOver && isToGoOn());
    }

    private static boolean isOver(RunState state) {
        return state != RunState.QUEUED && state != RunState.RUNNING;
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

    private void print(AttemptRecord attempt) {
        Path file = workspace.logs().resolve(attempt.logFile());
        LogTail tail = tails.computeIfAbsent(attempt.token(), token -> new LogTail(file));
        try {
            for (String lines = tail.next(); !lines.isEmpty(); lines = tail.next()) {
                if (last != attempt.token()) {
                    output.line(LogsCommand.heading(attempt));
                    last = attempt.token();
                }
                output.line(lines.stripTrailing());
            }
        } catch (IOException e) {
            throw LogsCommand.unreadable(file, e);
        }
    }
}
