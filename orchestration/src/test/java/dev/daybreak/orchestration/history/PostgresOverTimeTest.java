package dev.daybreak.orchestration.history;

import dev.daybreak.orchestration.store.TestDatabase;

class PostgresOverTimeTest extends OverTimeTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
