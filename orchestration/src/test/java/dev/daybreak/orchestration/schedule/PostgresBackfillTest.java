package dev.daybreak.orchestration.schedule;

import dev.daybreak.orchestration.store.TestDatabase;

class PostgresBackfillTest extends BackfillTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
