package dev.daybreak.orchestration.store;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The one class that touches Flyway, so that opening a store that is up to date does not load it. */
final class FlywayMigration {
    private FlywayMigration() {}

    static void migrate(DataSource source, String location) {
        try {
            Flyway.configure(FlywayMigration.class.getClassLoader())
                    .dataSource(source)
                    .locations(location)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot set up the metadata store: " + Migrations.rootMessage(e) + ".",
                    "Make the state folder writable and check that the disk is not full.",
                    e);
        }
    }
}
