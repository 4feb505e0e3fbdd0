package dev.daybreak.orchestration.history;

import dev.daybreak.orchestration.store.TestDatabase;

class PostgresHistoryTest extends HistoryTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
