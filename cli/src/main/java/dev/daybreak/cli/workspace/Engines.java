package dev.daybreak.cli.workspace;

import dev.daybreak.engine.Applications;
import dev.daybreak.engine.Engine;
import dev.daybreak.engine.EngineProvider;
import dev.daybreak.engine.duckdb.DuckDbEngine;
import dev.daybreak.models.boosting.SparkTrainer;
import dev.daybreak.project.Settings.EngineSettings;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.engine.EngineKind;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * The engines of a project. The embedded one reads sources, whatever else is set, since files and databases outside are read in its own
 * dialect. Each starts when its first session is asked for. Thread-safe.
 */
final class Engines implements AutoCloseable {
    private final EngineSettings settings;
    private final Engine embedded;
    private final Engine spark;
    private final SparkTrainer sparkTrainer;

    private Engines(EngineSettings settings, Engine embedded, Engine spark, SparkTrainer sparkTrainer) {
        this.settings = settings;
        this.embedded = embedded;
        this.spark = spark;
        this.sparkTrainer = sparkTrainer;
    }

    /**
     * @param temporary where they spill
     * @param reading lets an engine find the lake's files
     */
    static Engines of(EngineSettings settings, Path temporary, UnaryOperator<Engine> reading) {
        SparkJars jars = SparkJars.ofLauncher();
        Engine embedded = new LazyEngine(
                EngineKind.DUCKDB.toString(),
                () -> DuckDbEngine.open(
                        new DuckDbEngine.Settings(settings.memoryBytes(), settings.threads(), temporary)));
        Engine spark = new LazyEngine(EngineKind.SPARK.toString(), () -> {
            jars.require();
            return provider(jars).open(options(jars, settings, temporary));
        });
        Applications applications = (application, cancelled) -> {
            jars.requireTraining();
            provider(jars).applications(options(jars, settings, temporary)).run(application, cancelled);
        };
        return new Engines(
                settings,
                reading.apply(embedded),
                reading.apply(spark),
                new SparkTrainer(applications, jars.training()));
    }

    private static EngineProvider provider(SparkJars jars) {
        return EngineLoader.load(jars.client(), EngineKind.SPARK.toString());
    }

    private static EngineProvider.Options options(SparkJars jars, EngineSettings settings, Path temporary) {
        return new EngineProvider.Options(
                settings.spark(), jars.server(), settings.memoryBytes(), settings.threads(), temporary);
    }

    /** Looks whether Spark could be started; tells what was found. */
    static String examineSpark(EngineSettings settings, Path temporary) {
        SparkJars jars = SparkJars.ofLauncher();
        if (!jars.areThere() && jars.build().isPresent()) {
            return settings.spark() + "; its jars are built when they are first needed";
        }
        return provider(jars).examine(options(jars, settings, temporary));
    }

    Engine embedded() {
        return embedded;
    }

    /** Where {@code daybreak.yaml} says that Spark runs, whether it is used or not. */
    Engine spark() {
        return spark;
    }

    /** What computes training sets and queries. */
    Engine computing() {
        return of(settings.kind());
    }

    /** What computes a table. */
    Engine computing(TableAsset table) {
        return of(settings.of(table));
    }

    /** What tells the columns of a view. */
    Engine computing(ViewAsset view) {
        return of(settings.of(view));
    }

    private Engine of(EngineKind kind) {
        return kind == EngineKind.SPARK ? spark : embedded;
    }

    /** What trains models that say {@code train_on: spark}, whatever computes the rest. */
    SparkTrainer sparkTrainer() {
        return sparkTrainer;
    }

    @Override
    public void close() {
        try {
            spark.close();
        } finally {
            embedded.close();
        }
    }
}
