package dev.daybreak.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.engine.Session;
import dev.daybreak.engine.duckdb.DuckDbEngine;
import dev.daybreak.engine.spark.BothEngines.Difference;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expressions of the portable set, made at random, mean the same on DuckDB and on Spark. Another {@code -Dportable.seed} makes others. */
class PortableExpressionsTest {
    private static final long SEED = Long.getLong("portable.seed", 20_250_301);
    private static final int EXPRESSIONS = 800;
    private static final int TOGETHER = 60;
    /** More failures than that would leave too little that is compared. */
    private static final int FAILURES = EXPRESSIONS / 20;

    /** A zone without daylight saving, and two where clocks are set forward and back, by an hour and by half of one. */
    @ParameterizedTest
    @CsvSource({"UTC, 0", "Europe/Berlin, 1", "Australia/Lord_Howe, 2"})
    void meanTheSameOnBothEngines(ZoneId zone, int later, @TempDir Path temporary) {
        try (DuckDbEngine duckdb = DuckDbEngine.open(new DuckDbEngine.Settings(300_000_000, 2, temporary));
                Session one = duckdb.open(zone);
                Session other = SharedSpark.engine().open(zone)) {
            BothEngines engines = new BothEngines(one, other);
            RandomExpressions random = new RandomExpressions(SEED + later);
            List<Difference> differences = new ArrayList<>();
            for (int i = 0; i < EXPRESSIONS; i += TOGETHER) {
                differences.addAll(engines.compare(
                        Stream.generate(random::next).limit(TOGETHER).toList()));
            }

            assertThat(smallest(engines, differences))
                    .as(differences.size() + " of " + EXPRESSIONS + " with seed " + SEED)
                    .isEmpty();
            assertThat(engines.failures()).as("failures with seed " + SEED).isLessThan(FAILURES);
        }
    }

    /** What differs, each narrowed down to its smallest part that does, shortest first. */
    private static List<String> smallest(BothEngines engines, List<Difference> differences) {
        List<Expression> parts = differences.stream()
                .limit(20)
                .flatMap(difference -> difference.expression().all())
                .distinct()
                .sorted(Comparator.comparingInt(part -> part.text().length()))
                .toList();
        return engines.compare(parts).stream().map(Difference::told).limit(20).toList();
    }
}
