package dev.daybreak.orchestration.schedule;

import dev.daybreak.orchestration.store.TestDatabase;

class PostgresRunAlertsTest extends RunAlertsTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
