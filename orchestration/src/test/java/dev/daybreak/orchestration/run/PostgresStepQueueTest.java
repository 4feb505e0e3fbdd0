package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.store.TestDatabase;

class PostgresStepQueueTest extends StepQueueTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
