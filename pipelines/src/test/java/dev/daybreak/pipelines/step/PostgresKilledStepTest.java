package dev.daybreak.pipelines.step;

import dev.daybreak.orchestration.store.TestDatabase;
import org.junit.jupiter.api.Tag;

/** The same on PostgreSQL. */
@Tag("soak")
class PostgresKilledStepTest extends KilledStepTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
