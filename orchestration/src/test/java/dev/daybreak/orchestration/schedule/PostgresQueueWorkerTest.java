package dev.daybreak.orchestration.schedule;

import dev.daybreak.orchestration.store.TestDatabase;

class PostgresQueueWorkerTest extends QueueWorkerTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
