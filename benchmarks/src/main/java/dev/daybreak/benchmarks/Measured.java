package dev.daybreak.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a process took.
 *
 * @param seconds from start to end, by the wall
 * @param peakBytes the most memory that was resident at a time (VmHWM of Linux); 0 where the system does not tell
 * @param output standard output
 */
record Measured(double seconds, long peakBytes, String output) {
    /** Runs a command to its end; its standard error goes to ours. Fails if it does. */
    static Measured run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("daybreak-benchmark", ".out");
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(output.toFile())
                .start();
        long peak = 0;
        while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, peak(process.pid()).orElse(0L));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        String text = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        if (process.exitValue() != 0) {
            throw new IllegalStateException("Exit status " + process.exitValue() + " of " + command + "\n" + text);
        }
        return new Measured(seconds, peak, text);
    }

    /** Runs one of our commands to its end. */
    static Measured daybreak(Path script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        System.err.println("$ " + String.join(" ", command));
        return run(command);
    }

    /** The one that took less time; what else a shared machine does only adds to it. */
    static Measured faster(Measured one, Measured other) {
        return one.seconds <= other.seconds ? one : other;
    }

    private static Optional<Long> peak(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
