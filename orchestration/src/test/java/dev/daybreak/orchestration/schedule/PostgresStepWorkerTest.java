package dev.daybreak.orchestration.schedule;

import dev.daybreak.orchestration.store.TestDatabase;

class PostgresStepWorkerTest extends StepWorkerTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
