package dev.daybreak.engine.spark;

import dev.daybreak.engine.EngineProvider;
import dev.daybreak.project.engine.Spark;
import java.nio.file.Path;

/** Where the tests' server comes from. */
final class LocalSpark {
    private LocalSpark() {}

    static Path jars() {
        return Path.of(System.getProperty("root.dir"), "engine-spark-server", "target", "dist", "lib");
    }

    static EngineProvider.Options options(Path temporary) {
        return new EngineProvider.Options(new Spark.Local(), jars(), 300_000_000, 2, temporary);
    }
}
