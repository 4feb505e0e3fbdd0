package dev.daybreak.orchestration.schedule;

import dev.daybreak.orchestration.store.TestDatabase;
import org.junit.jupiter.api.Tag;

@Tag("soak")
class PostgresStepWorkerTest extends StepWorkerTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
