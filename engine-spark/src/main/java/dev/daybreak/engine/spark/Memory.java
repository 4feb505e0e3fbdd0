package dev.daybreak.engine.spark;

import dev.daybreak.engine.EngineProvider;
import dev.daybreak.project.engine.Spark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether a failure of Spark's was a lack of memory, and what to do about it, by where Spark runs.
 *
 * @param mend what to raise
 * @param log of the server; there is none of one that runs elsewhere
 */
record Memory(String mend, Path log) {
    /** The status with which Spark ends a process that ran out of memory. */
    static final int STATUS = 52;

    private static final Pattern OUT =
            Pattern.compile("OutOfMemory|OUT_OF_MEMORY|OOMKilled|exceeding \\w* ?memory limits|exit(ed with)? code:? "
                    + STATUS + "\\b");
    private static final Pattern KILLED = Pattern.compile("exit(ed with)? code:? 137\\b");
    private static final Pattern ABORTED = Pattern.compile("Task (\\d+) in stage ([\\d.]+) failed \\d+ times");
    private static final String KEY = "spark.executor.memory";
    private static final String PRESET = "1g";
    private static final String OR = ", or split the work into smaller intervals.";

    /** @param folder of a server that is started here */
    static Memory of(EngineProvider.Options options, Path folder) {
        return new Memory(mend(options), folder.resolve(LocalServer.LOG));
    }

    private static String mend(EngineProvider.Options options) {
        if (options.place() instanceof Spark.Server) {
            return "Raise '" + KEY + "' of the server, or its 'spark.driver.memory' if it has no executors" + OR;
        }
        if (options.place() instanceof Spark.Master master && !master.isLocal()) {
            return "Raise '" + KEY + "' under 'conf' of 'engine' in daybreak.yaml (now "
                    + master.conf().getOrDefault(KEY, PRESET) + ")" + OR;
        }
        return "Raise 'memory' of 'engine' in daybreak.yaml (now " + (options.memoryBytes() >> 20) + " MB)" + OR;
    }

    /**
     * How a process lacked memory; empty if none did.
     *
     * @param message of the failure. Of a task that failed several times it tells the last only, which may be that the executor was ending
     *     already; the log tells the others
     */
    Optional<String> lack(String message) {
        if (OUT.matcher(message).find()) {
            return Optional.of("ran out of memory");
        }
        if (KILLED.matcher(message).find()) {
            return Optional.of("was killed, as the system does when its memory runs out");
        }
        Matcher task = ABORTED.matcher(message);
        return task.find() && ranOutBefore("Lost task " + task.group(1) + "\\.\\d+ in stage " + task.group(2) + " ")
                ? Optional.of("ran out of memory")
                : Optional.empty();
    }

    private boolean ranOutBefore(String lost) {
        Pattern line = Pattern.compile(lost + ".*(" + OUT.pattern() + ")");
        try {
            return Files.exists(log)
                    && Files.readString(log, StandardCharsets.ISO_8859_1)
                            .lines()
                            .anyMatch(said -> line.matcher(said).find());
        } catch (IOException e) {
            return false;
        }
    }
}
