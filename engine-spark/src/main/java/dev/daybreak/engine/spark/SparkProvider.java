package dev.daybreak.engine.spark;

import dev.daybreak.engine.Applications;
import dev.daybreak.engine.Engine;
import dev.daybreak.engine.EngineProvider;

/** Opens {@link SparkEngine}s, and runs applications where they compute. */
public final class SparkProvider implements EngineProvider {
    @Override
    public String name() {
        return SparkEngine.NAME;
    }

    @Override
    public Engine open(Options options) {
        return SparkEngine.open(options);
    }

    @Override
    public Applications applications(Options options) {
        return new SparkApplications(options);
    }
}
