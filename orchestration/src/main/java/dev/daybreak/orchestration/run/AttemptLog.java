package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.step.StepMonitor;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The log file of one attempt: {@code time level text}, a line each. What cannot be written once it is open, on a full
 * disk say, is left out: a log never fails a step. Thread-safe.
 */
final class AttemptLog implements StepMonitor, AutoCloseable {
    private final BufferedWriter writer;
    private final RunListener listener;
    private final StepSpan step;

    private AttemptLog(BufferedWriter writer, RunListener listener, StepSpan step) {
        this.writer = writer;
        this.listener = listener;
        this.step = step;
    }

    static AttemptLog open(Path file, RunListener listener, StepSpan step) {
        try {
            Files.createDirectories(file.getParent());
            return new AttemptLog(Files.newBufferedWriter(file), listener, step);
        } catch (IOException e) {
            throw new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot write the log file '" + file + "': " + e.getMessage() + ".",
                    "Make the state folder writable and check that the disk is not full.",
                    e);
        }
    }

    @Override
    public void log(String line) {
        write("INFO ", line);
    }

    @Override
    public void warn(String line) {
        write("WARN ", line);
    }

    @Override
    public void progress(long rows, long total) {
        listener.stepProgress(step, rows, total);
    }

    /** What the author of the asset can mend is told without a trace; a defect of the program, with one. */
    void error(DaybreakException failure) {
        error(Failure.of(failure));
        if (failure.code() == ErrorCode.INTERNAL) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            write("ERROR", trace.toString().stripTrailing());
        }
    }

    void error(Failure failure) {
        write("ERROR", failure.code() + " " + failure.message());
        if (!failure.place().isEmpty()) {
            write("ERROR", "at " + failure.place());
        }
        if (!failure.mend().isEmpty()) {
            write("ERROR", "to mend: " + failure.mend());
        }
    }

    private synchronized void write(String level, String text) {
        try {
            writer.write(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + level + " " + text);
            writer.newLine();
            writer.flush();
        } catch (IOException ignored) {
            // Said in the class comment: the step goes on without its log.
        }
    }

    @Override
    public synchronized void close() {
        try {
            writer.close();
        } catch (IOException ignored) {
            // As above.
        }
    }
}
