package dev.daybreak.acceptance;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.duckdb.DuckDbEngine;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeMaintenance;
import dev.daybreak.lake.MaintenanceBounds;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.maintenance.MaintenancePolicy;
import dev.daybreak.project.time.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;

/** Maintenance of a project's lake as it would be ten days from now, when all that is old may go; as a process that a test may kill. */
final class LateMaintenance {
    private static final ZoneId UTC = ZoneOffset.UTC;
    private static final MaintenancePolicy POLICY =
            new MaintenancePolicy(Optional.empty(), 64_000_000, 1, Span.days(7), Span.days(3));

    private LateMaintenance() {}

    /** @param args the project's folder */
    public static void main(String[] args) throws IOException {
        run(Path.of(args[0]));
    }

    static void run(Path project) throws IOException {
        Path state = project.resolve(".daybreak");
        Path temporary = Files.createDirectories(state.resolve("tmp"));
        MaintenanceBounds bounds =
                new MaintenanceBounds(Instant.now().plus(Duration.ofDays(10)), Optional.empty(), Set.of(), Set.of());
        try (Lake lake = Lake.open(state.resolve("lake"));
                Engine engine = DuckDbEngine.open(new DuckDbEngine.Settings(200_000_000, 1, temporary));
                Session session = engine.open(UTC);
                LakeMaintenance maintenance = LakeMaintenance.begin(lake, POLICY, UTC)) {
            for (AssetKey table : lake.tables()) {
                maintenance.run(table, session, bounds);
            }
        }
    }
}
