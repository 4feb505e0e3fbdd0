package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.store.TestDatabase;

class PostgresRecoveryTest extends RecoveryTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
