package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.store.TestDatabase;

class PostgresTimeoutTest extends TimeoutTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
