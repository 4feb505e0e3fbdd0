package dev.daybreak.pipelines.step;

import dev.daybreak.orchestration.store.TestDatabase;

/** The same on PostgreSQL. */
class PostgresStepsTest extends StepsTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
