package dev.daybreak.cli.workspace;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.EngineProvider;
import dev.daybreak.engine.duckdb.DuckDbEngine;
import dev.daybreak.project.Settings.EngineSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The engines of a project. The embedded one reads sources, whatever else is set, since files and databases outside are read in its own
 * dialect; the computing one runs tables, checks, training sets and queries. Both start when their first session is asked for.
 */
final class Engines implements AutoCloseable {
    private final Engine embedded;
    private final Engine computing;

    private Engines(Engine embedded, Engine computing) {
        this.embedded = embedded;
        this.computing = computing;
    }

    /** @param temporary where they spill */
    static Engines of(EngineSettings bounds, Path temporary) {
        Engine embedded = new LazyEngine(
                "duckdb",
                () -> DuckDbEngine.open(new DuckDbEngine.Settings(bounds.memoryBytes(), bounds.threads(), temporary)));
        Engine computing = bounds.spark()
                .<Engine>map(spark -> new LazyEngine("spark", () -> spark(spark.url(), bounds, temporary)))
                .orElse(embedded);
        return new Engines(embedded, computing);
    }

    private static Engine spark(Optional<String> url, EngineSettings bounds, Path temporary) {
        return EngineLoader.load(folder("daybreak.spark.client"), "spark")
                .open(new EngineProvider.Options(
                        url, folder("daybreak.spark.server"), bounds.memoryBytes(), bounds.threads(), temporary));
    }

    private static Path folder(String property) {
        return Path.of(System.getProperty(property, property));
    }

    Engine embedded() {
        return embedded;
    }

    Engine computing() {
        return computing;
    }

    @Override
    public void close() {
        try {
            if (computing != embedded) {
                computing.close();
            }
        } finally {
            embedded.close();
        }
    }
}
