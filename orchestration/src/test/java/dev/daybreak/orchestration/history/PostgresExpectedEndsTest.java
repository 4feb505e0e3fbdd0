package dev.daybreak.orchestration.history;

import dev.daybreak.orchestration.store.TestDatabase;

class PostgresExpectedEndsTest extends ExpectedEndsTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
