package dev.daybreak.orchestration.store;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Brings what was committed from the system's memory to the disk, for many threads at once: those who come while the disk is busy are all served
 * by the next turn (group commit). It works on SQLite's write-ahead log from beside SQLite, which keeps its locks on other files. Thread-safe.
 */
final class LogFlush {
    private final Path log;
    // Guarded by this.
    private long asked;
    private long done;
    private boolean isBusy;

    LogFlush(Path log) {
        this.log = log;
    }

    /** Returns when all is on the disk that was committed before the call. */
    void flush() throws IOException {
        long mine = ask();
        while (isMyTurn(mine)) {
            long reached = asked();
            boolean isDone = false;
            try {
                force();
                isDone = true;
            } finally {
                end(isDone ? reached : 0);
            }
        }
    }

    private synchronized long ask() {
        asked++;
        return asked;
    }

    private synchronized long asked() {
        return asked;
    }

    /** Waits for others; false if they have done it. */
    private synchronized boolean isMyTurn(long mine) {
        boolean interrupted = false;
        while (isBusy && done < mine) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        isBusy |= done < mine;
        return done < mine;
    }

    private synchronized void end(long reached) {
        done = Math.max(done, reached);
        isBusy = false;
        notifyAll();
    }

    /** An interrupt, which would close the file, waits: it is meant for this thread, and others wait for the disk. */
    private void force() throws IOException {
        boolean isInterrupted = Thread.interrupted();
        try {
            while (!isForced()) {
                isInterrupted |= Thread.interrupted();
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean isForced() throws IOException {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.force(false);
            return true;
        } catch (NoSuchFileException moved) {
            // SQLite has brought all of it into the database, and that to the disk, before it removed it.
            return true;
        } catch (ClosedByInterruptException interrupt) {
            return false;
        }
    }
}
