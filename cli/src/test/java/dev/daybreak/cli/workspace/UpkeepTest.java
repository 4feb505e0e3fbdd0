package dev.daybreak.cli.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.cli.Daybreak;
import dev.daybreak.cli.console.Output;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.LakeTable.SnapshotEntry;
import dev.daybreak.lake.MaintenanceReport;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What maintenance lets go of when all that is old may go, a month from now. */
class UpkeepTest {
    private static final AssetKey TRAINING = AssetKey.parse("shop.training");

    @TempDir
    Path folder;

    private void file(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }

    private void trainingTable(int times) throws IOException {
        file(
                "assets/shop/training.sql",
                """
                /*---
                ---*/
                SELECT TIMESTAMP '2025-03-01' + INTERVAL '1' MINUTE * CAST(n AS INT) AS seen,
                  CAST(n %% 7 AS DOUBLE) * %d AS feature, n %% 2 = 0 AS even
                FROM range(200) r(n)
                """
                        .formatted(times));
    }

    private void run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--project", folder.toString()));
        assertThat(Daybreak.run(all.toArray(String[]::new))).isZero();
    }

    @Test
    void theSnapshotsThatModelsWereTrainedOnStayAlsoThoseOfEnvironments() throws IOException {
        file("daybreak.yaml", "name: shop\nmaintain: {keep_snapshots: 1, keep_for: 1 hour}\n");
        file(
                "models/taste.yaml",
                """
                train: shop.training
                time: seen
                label: even
                features: {numeric: [feature]}
                split: {random: {share: 20%}}
                algorithm: {xgboost: {rounds: 2}}
                """);
        trainingTable(1);
        run("run");
        for (int times = 2; times <= 4; times++) {
            trainingTable(times);
            run("run", "shop.training");
        }
        run("run", "models.taste", "--env", "staging");
        for (int times = 5; times <= 6; times++) {
            trainingTable(times);
            run("run", "shop.training");
        }

        try (Workspace workspace = Workspace.open(Opening.of(folder, Map.of()), new Output(true))) {
            LakeTable table = workspace.lake().find(TRAINING).orElseThrow();
            List<Long> newestFirst = snapshots(table);
            assertThat(newestFirst).hasSize(6);

            List<MaintenanceReport> reports = maintainAMonthLater(workspace);

            assertThat(reports).singleElement().satisfies(report -> assertThat(report.snapshotsExpired())
                    .isEqualTo(3));
            LakeTable kept = workspace.lake().find(TRAINING).orElseThrow();
            for (int i : List.of(0, 2, 5)) {
                assertThat(files(kept, newestFirst.get(i)))
                        .as("the newest, staging's model's, prod's model's")
                        .isNotEmpty()
                        .allMatch(Files::exists);
            }
            for (int i : List.of(1, 3, 4)) {
                assertThatThrownBy(() -> files(kept, newestFirst.get(i)))
                        .hasMessageContaining(newestFirst.get(i).toString());
            }
        }
    }

    private static List<Path> files(LakeTable table, long snapshot) {
        return table.pin(Optional.of(snapshot), DataInterval.ALL, ZoneOffset.UTC).relation().files().stream()
                .map(file -> Path.of(file.path()))
                .toList();
    }

    private static List<Long> snapshots(LakeTable table) {
        return table.history().stream().map(SnapshotEntry::snapshot).toList();
    }

    private static List<MaintenanceReport> maintainAMonthLater(Workspace workspace) {
        List<MaintenanceReport> reports = new ArrayList<>();
        Instant later = Instant.now().plus(Duration.ofDays(30));
        Upkeep upkeep = workspace.upkeep(InstantSource.fixed(later));
        upkeep.run(upkeep.tables(Set.of(TRAINING)), workspace.embeddedEngine(), new Upkeep.Listener() {
            @Override
            public void accept(MaintenanceReport report) {
                reports.add(report);
            }

            @Override
            public void failed(AssetKey table, DaybreakException failure) {
                throw failure;
            }
        });
        return reports;
    }
}
