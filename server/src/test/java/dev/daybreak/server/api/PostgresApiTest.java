package dev.daybreak.server.api;

import dev.daybreak.orchestration.store.TestDatabase;
import org.junit.jupiter.api.Tag;

@Tag("soak")
class PostgresApiTest extends ApiTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
