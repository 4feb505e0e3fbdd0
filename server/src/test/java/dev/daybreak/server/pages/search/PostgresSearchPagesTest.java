package dev.daybreak.server.pages.search;

import dev.daybreak.orchestration.store.TestDatabase;

class PostgresSearchPagesTest extends SearchPagesTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
