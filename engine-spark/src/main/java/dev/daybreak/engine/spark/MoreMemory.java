package dev.daybreak.engine.spark;

import dev.daybreak.engine.EngineProvider;
import dev.daybreak.project.engine.Spark;

/** What to do when Spark has too little memory, by where it runs. */
final class MoreMemory {
    private static final String KEY = "spark.executor.memory";
    private static final String PRESET = "1g";
    private static final String OR = ", or split the work into smaller intervals.";

    private MoreMemory() {}

    static String words(EngineProvider.Options options) {
        if (options.place() instanceof Spark.Server) {
            return "Raise '" + KEY + "' of the server, or its 'spark.driver.memory' if it has no executors" + OR;
        }
        if (options.place() instanceof Spark.Master master && !master.isLocal()) {
            return "Raise '" + KEY + "' under 'conf' of 'engine' in daybreak.yaml (now "
                    + master.conf().getOrDefault(KEY, PRESET) + ")" + OR;
        }
        return "Raise 'memory' of 'engine' in daybreak.yaml (now " + (options.memoryBytes() >> 20) + " MB)" + OR;
    }
}
