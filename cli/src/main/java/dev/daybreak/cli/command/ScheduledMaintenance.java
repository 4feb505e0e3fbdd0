package dev.daybreak.cli.command;

import dev.daybreak.project.schedule.Cron;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Starts maintenance when its schedule says so, as a process of its own, so that a crash of a native library does not end the service. What was
 * due while nobody looked is done the next time it is due. Used by one thread, but for {@link #close}.
 */
final class ScheduledMaintenance implements AutoCloseable {
    private static final int TO_STOP_SECONDS = 5;

    private final Cron schedule;
    private final ZoneId zone;
    private final List<String> command;
    private final Supplier<Instant> clock;
    private final Consumer<String> notes;
    private Optional<Instant> due;
    private volatile Process running;

    /** @param notes gets a line when maintenance ends badly */
    ScheduledMaintenance(
            Cron schedule, ZoneId zone, List<String> command, Supplier<Instant> clock, Consumer<String> notes) {
        this.schedule = schedule;
        this.zone = zone;
        this.command = List.copyOf(command);
        this.clock = clock;
        this.notes = notes;
        this.due = schedule.next(clock.get(), zone);
    }

    /** Starts maintenance if it is due and none that was started here is at work. */
    void look() {
        Process last = running;
        if (last != null && !last.isAlive()) {
            running = null;
            if (last.exitValue() != 0) {
                notes.accept("Maintenance ended with status " + last.exitValue()
                        + "; it is done again when it is due. By hand: daybreak maintain");
            }
        }
        Instant now = clock.get();
        if (running == null && due.isPresent() && !now.isBefore(due.get())) {
            due = schedule.next(now, zone);
            running = start();
        }
    }

    private Process start() {
        try {
            return new ProcessBuilder(command)
                    .redirectOutput(Redirect.INHERIT)
                    .redirectError(Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for what is at work. */
    void awaitEnd() throws InterruptedException {
        Process last = running;
        if (last != null) {
            last.waitFor();
        }
    }

    /** Ends what is at work; what it has not committed is done the next time. */
    @Override
    public void close() {
        Process last = running;
        if (last == null) {
            return;
        }
        last.destroy();
        try {
            if (!last.waitFor(TO_STOP_SECONDS, TimeUnit.SECONDS)) {
                last.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
