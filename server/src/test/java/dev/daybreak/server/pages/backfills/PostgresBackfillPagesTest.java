package dev.daybreak.server.pages.backfills;

import dev.daybreak.orchestration.store.TestDatabase;

class PostgresBackfillPagesTest extends BackfillPagesTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
