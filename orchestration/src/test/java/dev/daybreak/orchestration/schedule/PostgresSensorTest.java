package dev.daybreak.orchestration.schedule;

import dev.daybreak.orchestration.store.TestDatabase;

class PostgresSensorTest extends SensorTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
