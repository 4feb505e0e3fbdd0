package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.store.TestDatabase;

class PostgresConcurrencyTest extends ConcurrencyTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
