package dev.daybreak.orchestration.freshness;

import dev.daybreak.orchestration.store.TestDatabase;

class PostgresFreshnessTest extends FreshnessTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
