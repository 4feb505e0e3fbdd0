package dev.daybreak.orchestration.schedule;

import dev.daybreak.orchestration.store.TestDatabase;

class PostgresStormTest extends StormTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
