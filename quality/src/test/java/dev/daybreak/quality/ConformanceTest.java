package dev.daybreak.quality;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.duckdb.DuckDbEngine;
import java.nio.file.Path;

/** Every case, on the embedded engine. */
class ConformanceTest extends ConformanceContract {
    @Override
    protected Engine openEngine(Path temporary) {
        return DuckDbEngine.open(new DuckDbEngine.Settings(256L << 20, 1, temporary));
    }

    @Override
    protected String kind() {
        return "TEMP TABLE";
    }

    @Override
    protected int step() {
        return 1;
    }
}
