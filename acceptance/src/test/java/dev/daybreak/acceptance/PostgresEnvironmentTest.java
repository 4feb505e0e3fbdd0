package dev.daybreak.acceptance;

import dev.daybreak.orchestration.store.TestPostgres;
import dev.daybreak.project.Settings;

/** With the metadata in PostgreSQL, each environment's in a schema of its own. */
final class PostgresEnvironmentTest extends EnvironmentContract {
    @Override
    String metadata() {
        Settings.Connection database = TestPostgres.database(folder);
        return "metadata: {url: '" + database.url() + "', user: postgres, password: postgres}\n";
    }
}
