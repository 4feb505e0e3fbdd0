package dev.daybreak.engine.spark;

import dev.daybreak.engine.EngineProvider;
import dev.daybreak.project.engine.Spark;
import java.nio.file.Path;
import java.util.List;

/** Where the tests' server comes from. */
public final class LocalSpark {
    private LocalSpark() {}

    public static Path jars() {
        return Path.of(System.getProperty("root.dir"), "engine-spark-server", "target", "dist", "lib");
    }

    static EngineProvider.Options options(Path temporary) {
        // Queries of benchmarks hold tables of some million rows in memory to join with them, two at a time.
        return new EngineProvider.Options(new Spark.Local(), jars(), 2_000_000_000, 2, temporary);
    }

    /** What a JVM has to open for Spark. */
    public static List<String> openedPackages() {
        return DriverProcess.OPENED;
    }
}
