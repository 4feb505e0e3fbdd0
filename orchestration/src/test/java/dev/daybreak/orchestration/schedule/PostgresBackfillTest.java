package dev.daybreak.orchestration.schedule;

import dev.daybreak.orchestration.store.TestDatabase;
import org.junit.jupiter.api.Tag;

@Tag("soak")
class PostgresBackfillTest extends BackfillTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
