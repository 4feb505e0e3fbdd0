package dev.daybreak.cli.workspace;

import dev.daybreak.engine.Applications;
import dev.daybreak.engine.Engine;
import dev.daybreak.engine.EngineProvider;
import dev.daybreak.engine.duckdb.DuckDbEngine;
import dev.daybreak.models.boosting.SparkTrainer;
import dev.daybreak.project.Settings.EngineSettings;
import dev.daybreak.project.Settings.Spark;
import java.nio.file.Path;

/**
 * The engines of a project. The embedded one reads sources, whatever else is set, since files and databases outside are read in its own
 * dialect; the computing one runs tables, checks, training sets and queries. Both start when their first session is asked for.
 */
final class Engines implements AutoCloseable {
    private final Engine embedded;
    private final Engine computing;
    private final SparkTrainer sparkTrainer;

    private Engines(Engine embedded, Engine computing, SparkTrainer sparkTrainer) {
        this.embedded = embedded;
        this.computing = computing;
        this.sparkTrainer = sparkTrainer;
    }

    /** @param temporary where they spill */
    static Engines of(EngineSettings bounds, Path temporary) {
        Engine embedded = new LazyEngine(
                "duckdb",
                () -> DuckDbEngine.open(new DuckDbEngine.Settings(bounds.memoryBytes(), bounds.threads(), temporary)));
        Engine computing = bounds.spark()
                .<Engine>map(spark -> new LazyEngine("spark", () -> provider().open(options(bounds, temporary))))
                .orElse(embedded);
        Applications applications = (application, cancelled) ->
                provider().applications(options(bounds, temporary)).run(application, cancelled);
        return new Engines(embedded, computing, new SparkTrainer(applications, folder("daybreak.spark.training")));
    }

    private static EngineProvider provider() {
        return EngineLoader.load(folder("daybreak.spark.client"), "spark");
    }

    private static EngineProvider.Options options(EngineSettings bounds, Path temporary) {
        return new EngineProvider.Options(
                bounds.spark().flatMap(Spark::url),
                folder("daybreak.spark.server"),
                bounds.memoryBytes(),
                bounds.threads(),
                temporary);
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

    /** What trains models that say {@code train_on: spark}, whatever computes the rest. */
    SparkTrainer sparkTrainer() {
        return sparkTrainer;
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
