package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.store.TestDatabase;

class PostgresRunnerTest extends RunnerTest {
    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }
}
