package dev.daybreak.server.api;

import dev.daybreak.orchestration.store.TestDatabase;

class PostgresApiTest extends ApiTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
