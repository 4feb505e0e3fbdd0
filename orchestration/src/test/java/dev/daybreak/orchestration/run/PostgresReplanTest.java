package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.store.TestDatabase;

class PostgresReplanTest extends ReplanTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
