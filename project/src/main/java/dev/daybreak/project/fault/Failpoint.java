package dev.daybreak.project.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Named points at which a test may stop the process, to kill it there. Costs one comparison where no test asks for it.
 * A test starts the process with {@code -Ddaybreak.failpoint=NAME:N} and {@code -Ddaybreak.failpoint-file=FILE}; the
 * thread that is the Nth to reach the point writes the file and stays there until the process is killed.
 */
public enum Failpoint {
    AFTER_CLAIM,
    MID_WRITE,
    MID_SEND,
    BEFORE_COMMIT,
    INSIDE_COMMIT,
    AFTER_COMMIT,
    BEFORE_RECORD,
    AFTER_RECORD,
    MID_EXPIRY,
    MID_CLEANING,
    INSIDE_QUEUE,
    AFTER_QUEUE,
    AFTER_TAKE;

    private static final String WANTED = System.getProperty("daybreak.failpoint", "");

    private static final AtomicInteger REACHED = new AtomicInteger();

    public void reach() {
        if (WANTED.startsWith(name() + ":") && WANTED.equals(name() + ":" + REACHED.incrementAndGet())) {
            stay();
        }
    }

    private static void stay() {
        try {
            Files.writeString(Path.of(System.getProperty("daybreak.failpoint-file")), WANTED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (true) {
            LockSupport.park();
        }
    }
}
