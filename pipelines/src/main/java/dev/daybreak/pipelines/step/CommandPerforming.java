package dev.daybreak.pipelines.step;

import dev.daybreak.orchestration.store.JsonText;
import dev.daybreak.pipelines.api.Doing;
import dev.daybreak.pipelines.api.SkipStep;
import dev.daybreak.pipelines.api.StepContext;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.IntervalTemplate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs a process. Its output goes to the step's log; it is stopped with all the processes that it started. */
final class CommandPerforming implements Performing {
    private static final int SKIPPED = 99;
    private static final int SECONDS_TO_STOP = 5;

    private final TryContext context;
    private final Doing.Command command;
    // Guarded by this.
    private Process process;
    private boolean cancelled;
    /** The last line of standard output that is not blank. */
    private volatile String last = "";

    CommandPerforming(TryContext context, Doing.Command command) {
        this.context = context;
        this.command = command;
    }

    @Override
    public Object perform() throws InterruptedException {
        Process started = start();
        Thread errors = reader(started.getErrorStream(), context::warn);
        try {
            read(started.getInputStream(), line -> {
                context.log(line);
                last = line.isBlank() ? last : line;
            });
            errors.join();
            int status = started.waitFor();
            throwIfCancelled();
            if (status == SKIPPED) {
                throw new SkipStep(last.isBlank() ? "the command ended with status " + SKIPPED : last);
            }
            if (status != 0) {
                throw new DaybreakException(
                        ErrorCode.STEP_FAILED,
                        "Cannot finish step '" + context.code().key() + "': '"
                                + command.arguments().get(0) + "' ended with status " + status + ".",
                        "'daybreak logs' has what it wrote.");
            }
            return last.strip();
        } catch (InterruptedException e) {
            cancel();
            throw e;
        } finally {
            stop(started);
        }
    }

    private synchronized Process start() throws InterruptedException {
        throwIfCancelled();
        List<String> arguments = command.arguments().stream().map(this::filled).toList();
        ProcessBuilder builder = new ProcessBuilder(arguments);
        Path directory = context.project().resolve(command.directory());
        builder.directory(directory.toFile());
        builder.environment().putAll(environment());
        try {
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new DaybreakException(
                    ErrorCode.BAD_VALUE,
                    "Cannot start '" + arguments.get(0) + "' for step '"
                            + context.code().key() + "' in '" + directory + "': " + e.getMessage() + ".",
                    "Install it on every machine that has a worker, or name it by its path.",
                    e);
        }
        context.log("Process " + process.pid() + ": " + String.join(" ", arguments));
        return process;
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("DAYBREAK_START", context.start().toString());
        environment.put("DAYBREAK_END", context.end().toString());
        environment.put("DAYBREAK_DAY", context.day().toString());
        environment.put("DAYBREAK_PIPELINE", context.code().key().namespace());
        environment.put("DAYBREAK_RUN", context.run());
        environment.put("DAYBREAK_STEP", context.key());
        environment.put("DAYBREAK_ATTEMPT", context.attempt());
        environment.put("DAYBREAK_INPUT", JsonText.write(inputs()));
        command.environment().forEach((name, value) -> environment.put(name, filled(value)));
        return environment;
    }

    private Map<String, Object> inputs() {
        Map<String, Object> values = new TreeMap<>();
        for (AssetKey before : context.code().before()) {
            context.values()
                    .find(before, context.interval())
                    .map(context.text()::read)
                    .ifPresent(value -> values.put(before.name(), value));
        }
        String json = JsonText.write(values);
        return json.length() > StepContext.MOST_VALUE_BYTES / 2 ? Map.of() : values;
    }

    private String filled(String text) {
        return new IntervalTemplate(text).fill(context.interval(), context.zone());
    }

    private static Thread reader(InputStream stream, Consumer<String> lines) {
        Thread thread = new Thread(() -> read(stream, lines), "daybreak-command-output");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void read(InputStream stream, Consumer<String> lines) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines);
        } catch (IOException | UncheckedIOException e) {
            // It was stopped.
        }
    }

    private synchronized void throwIfCancelled() throws InterruptedException {
        if (cancelled) {
            throw new InterruptedException("cancelled");
        }
    }

    @Override
    public void cancel() {
        Process running;
        synchronized (this) {
            cancelled = true;
            running = process;
        }
        if (running != null) {
            stop(running);
        }
    }

    /** Asks the whole tree of processes to end, and kills what has not ended soon. */
    private static void stop(Process process) {
        if (!process.isAlive()) {
            return;
        }
        List<ProcessHandle> tree = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .sorted(Comparator.comparing(ProcessHandle::pid))
                .toList();
        tree.forEach(ProcessHandle::destroy);
        try {
            process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tree.forEach(ProcessHandle::destroyForcibly);
    }
}
