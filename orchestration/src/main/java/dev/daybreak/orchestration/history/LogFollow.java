package dev.daybreak.orchestration.history;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Reads the logs of a run's attempts while they are written, until the run is over. Lines of several attempts take turns. For one thread at a
 * time.
 */
public final class LogFollow {
    private static final int MOST_ATTEMPTS = 1_000;

    private final Listing listing;
    private final Path logs;
    private final String run;
    private final Predicate<AttemptRecord> chosen;
    private final Map<Long, LogTail> tails = new HashMap<>();
    /** Attempts up to this token are over, and read. */
    private long floor;

    /**
     * @param logs the folder that paths of log files are relative to
     * @param chosen whose logs are read
     */
    public LogFollow(Listing listing, Path logs, String run, Predicate<AttemptRecord> chosen) {
        this.listing = listing;
        this.logs = logs;
        this.run = run;
        this.chosen = chosen;
    }

    /**
     * Tells what was written since the last call, in whole lines with their line breaks.
     *
     * @param isEnough asked after every piece; what is left then comes with the next call
     * @return whether there may be more to come
     * @throws DaybreakException OUT_OF_RESOURCES if a log is there and cannot be read
     */
    public boolean next(BiConsumer<AttemptRecord, String> told, BooleanSupplier isEnough) {
        // Asked before the files are read: what was written before its end is read then.
        boolean isOver = listing.run(run).filter(LogFollow::isOpen).isEmpty();
        List<AttemptRecord> attempts = listing.attempts(run, Optional.empty(), floor, MOST_ATTEMPTS);
        boolean isPrefixOver = true;
        for (AttemptRecord attempt : attempts) {
            if (chosen.test(attempt) && !read(attempt, told, isEnough)) {
                return true;
            }
            isPrefixOver &= !attempt.state().isLive();
            if (isPrefixOver) {
                floor = attempt.token();
                tails.remove(attempt.token());
            }
        }
        return !isOver || attempts.size() == MOST_ATTEMPTS;
    }

    private static boolean isOpen(RunRecord run) {
        return run.state() == RunState.QUEUED || run.state() == RunState.RUNNING;
    }

    /** False if it was enough before all was read. */
    private boolean read(AttemptRecord attempt, BiConsumer<AttemptRecord, String> told, BooleanSupplier isEnough) {
        Path file = logs.resolve(attempt.logFile());
        LogTail tail = tails.computeIfAbsent(attempt.token(), token -> new LogTail(file));
        try {
            for (String lines = tail.next(); !lines.isEmpty(); lines = tail.next()) {
                told.accept(attempt, lines);
                if (isEnough.getAsBoolean()) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot read log '" + file + "': " + e.getMessage() + ".",
                    "See whether the file may be read.",
                    e);
        }
    }
}
