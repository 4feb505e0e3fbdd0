package dev.daybreak.orchestration.schedule;

import dev.daybreak.orchestration.store.TestDatabase;

class PostgresSchedulerTest extends SchedulerTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
