package dev.daybreak.cli.command;

import dev.daybreak.cli.workspace.Opening;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Workers as processes of their own on this machine, so that a crash of a native library costs an attempt and not the service. One
 * that dies is started again. If this process is killed, they finish the run at work and end, since their input ends. Thread-safe.
 */
final class LocalWorkers implements AutoCloseable {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONG_LIFE = Duration.ofMinutes(1);
    private static final Duration TO_STOP = Duration.ofSeconds(15);

    private final List<String> command;
    private final BooleanSupplier isNeeded;
    private final Consumer<String> notes;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Thread> keepers = new ArrayList<>();
    private final Set<Process> working = ConcurrentHashMap.newKeySet();
    /** Those whose place others take, as long as they have steps at work. */
    private final Set<Process> retired = ConcurrentHashMap.newKeySet();

    private enum End {
        BY_ITSELF,
        REPLACED,
        ASKED
    }

    /**
     * @param isNeeded asked until it says yes for the first time; no worker is started before
     * @param notes gets a line when a worker died
     */
    LocalWorkers(int count, Opening opening, BooleanSupplier isNeeded, Consumer<String> notes) {
        this.command = program(opening, "worker", "--until-input-ends");
        this.isNeeded = isNeeded;
        this.notes = notes;
        for (int i = 1; i <= count; i++) {
            Thread keeper = new Thread(this::keep, "daybreak-worker-" + i);
            keeper.setDaemon(true);
            keeper.start();
            keepers.add(keeper);
        }
    }

    /** This very program, with the options that its own Java was given. */
    static List<String> program(Opening opening, String... subcommand) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.daybreak.cli.Daybreak"));
        command.addAll(List.of(subcommand));
        command.addAll(List.of(
                "--project",
                opening.root().toString(),
                "--env",
                opening.variant().environment()));
        opening.variables().forEach((name, value) -> command.addAll(List.of("--var", name + "=" + value)));
        return List.copyOf(command);
    }

    private void keep() {
        Duration wait = FIRST_WAIT;
        try {
            while (!isNeeded.getAsBoolean()) {
                if (closed.await(FIRST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            while (closed.getCount() > 0) {
                long began = System.nanoTime();
                Process worker = start();
                End end = awaitEnd(worker);
                if (end == End.ASKED) {
                    return;
                }
                if (end == End.REPLACED) {
                    continue;
                }
                boolean livedLong = System.nanoTime() - began > LONG_LIFE.toNanos();
                wait = livedLong ? FIRST_WAIT : longer(wait);
                notes.accept("A worker ended with status " + worker.exitValue() + "; another starts in "
                        + wait.toSeconds() + " s.");
                if (closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (UncheckedIOException e) {
            notes.accept("Cannot start a worker: " + e.getMessage() + ". Start one by hand: daybreak worker");
        }
    }

    private static Duration longer(Duration wait) {
        Duration doubled = wait.multipliedBy(2);
        return doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
    }

    private Process start() {
        try {
            Process worker = new ProcessBuilder(command)
                    .redirectOutput(Redirect.INHERIT)
                    .redirectError(Redirect.INHERIT)
                    .start();
            working.add(worker);
            return worker;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private End awaitEnd(Process worker) throws InterruptedException {
        while (!worker.waitFor(200, TimeUnit.MILLISECONDS)) {
            if (closed.getCount() == 0) {
                end(worker);
            } else if (!working.contains(worker)) {
                return End.REPLACED;
            }
        }
        boolean wasWorking = working.remove(worker);
        return closed.getCount() == 0 ? End.ASKED : wasWorking ? End.BY_ITSELF : End.REPLACED;
    }

    /**
     * Others take the place of all that work. These begin nothing more from now on, and end when what they have at work has ended. Returns
     * at once.
     */
    void replace() {
        retired.removeIf(worker -> !worker.isAlive());
        for (Process worker : List.copyOf(working)) {
            retired.add(worker);
            working.remove(worker);
            try {
                worker.getOutputStream().close();
            } catch (IOException ended) {
                // Then it has ended by itself.
            }
        }
    }

    private static void end(Process worker) throws InterruptedException {
        worker.destroy();
        if (!worker.waitFor(TO_STOP.toSeconds(), TimeUnit.SECONDS)) {
            worker.destroyForcibly();
        }
    }

    /** Stops them: runs at work go back to the queue. */
    @Override
    public void close() {
        closed.countDown();
        try {
            for (Thread keeper : keepers) {
                keeper.join(TO_STOP.plusSeconds(1).toMillis());
            }
            for (Process worker : retired) {
                end(worker);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
