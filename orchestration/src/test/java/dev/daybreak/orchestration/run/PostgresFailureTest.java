package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.store.TestDatabase;

class PostgresFailureTest extends FailureTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
