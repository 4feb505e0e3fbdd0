package dev.daybreak.acceptance.spark;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.spark.SharedSpark;
import dev.daybreak.quality.ConformanceContract;
import java.nio.file.Path;

/** Checks come to the same on Spark: one case in ten, or as many as {@code conformance.step} says. */
class ConformanceOnSparkTest extends ConformanceContract {
    @Override
    protected Engine openEngine(Path temporary) {
        return SharedSpark.engine();
    }

    @Override
    protected String kind() {
        return "TEMPORARY VIEW";
    }

    @Override
    protected int step() {
        return Integer.getInteger("conformance.step", 10);
    }
}
