package dev.daybreak.orchestration.store;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The one class that touches Flyway, so that opening a store that is up to date does not load it. */
final class FlywayMigration {
    private FlywayMigration() {}

    static void migrate(Database database, String... locations) {
        try {
            Flyway.configure(FlywayMigration.class.getClassLoader())
                    .dataSource(database.migrationSource())
                    .locations(locations)
                    .group(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw database.failure("set up", e);
        }
    }
}
