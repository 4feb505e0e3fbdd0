package dev.daybreak.pipelines.step;

import dev.daybreak.orchestration.store.TestDatabase;

/** The same on PostgreSQL. */
class PostgresKilledStepTest extends KilledStepTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
