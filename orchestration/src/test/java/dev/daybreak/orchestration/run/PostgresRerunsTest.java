package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.store.TestDatabase;

class PostgresRerunsTest extends RerunsTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
