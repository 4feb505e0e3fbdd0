package dev.daybreak.engine.spark;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.EngineProvider;

/** Opens {@link SparkEngine}s. */
public final class SparkProvider implements EngineProvider {
    @Override
    public String name() {
        return SparkEngine.NAME;
    }

    @Override
    public Engine open(Options options) {
        return SparkEngine.open(options);
    }
}
