package dev.daybreak.orchestration.alert;

import dev.daybreak.orchestration.store.TestDatabase;

class PostgresOutboxTest extends OutboxTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
