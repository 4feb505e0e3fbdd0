package dev.daybreak.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.cli.Daybreak;
import dev.daybreak.cli.workspace.Opening;
import dev.daybreak.lake.Lake;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.lake.LakePlace;
import dev.daybreak.project.schedule.Cron;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When {@code serve} starts maintenance. The clock is moved by hand; a small script stands for the program. */
class ScheduledMaintenanceTest {
    private static final Cron AT_THREE = Cron.parse("0 3 * * *", problem -> {}).orElseThrow();

    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();
    private Instant now = Instant.parse("2025-03-01T02:00:00Z");
    private ScheduledMaintenance maintenance;

    private void schedule(String script) {
        maintenance = new ScheduledMaintenance(
                AT_THREE, ZoneOffset.UTC, List.of("/bin/sh", "-c", script), () -> now, notes::add);
    }

    @AfterEach
    void close() {
        maintenance.close();
    }

    private long started() throws IOException {
        Path file = folder.resolve("started");
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }

    private void awaitEnd() throws InterruptedException {
        maintenance.awaitEnd();
    }

    @Test
    void startsOnceWhenItIsDue() throws Exception {
        schedule("echo x >> " + folder.resolve("started"));
        maintenance.look();
        assertThat(started()).as("an hour before").isZero();

        now = now.plus(Duration.ofMinutes(61));
        maintenance.look();
        awaitEnd();
        maintenance.look();

        assertThat(started()).isEqualTo(1);
        now = now.plus(Duration.ofDays(1));
        maintenance.look();
        awaitEnd();
        assertThat(started()).isEqualTo(2);
        assertThat(notes).isEmpty();
    }

    @Test
    void tellsWhenItEndedBadly() throws Exception {
        schedule("exit 1");
        now = now.plus(Duration.ofHours(2));
        maintenance.look();
        awaitEnd();

        maintenance.look();

        assertThat(notes).hasSize(1).first().asString().contains("Maintenance ended with status 1");
    }

    @Test
    void theTablesOfAProjectAreInOrderAfterwards() throws Exception {
        Files.writeString(folder.resolve("daybreak.yaml"), "name: shop\n");
        Files.writeString(
                Files.createDirectories(folder.resolve("sources")).resolve("sales.yaml"),
                "files: {path: data/*.csv}\ncolumns: {item: string, amount: long}\n");
        Path data = Files.createDirectories(folder.resolve("data"));
        for (int i = 0; i < 6; i++) {
            Files.writeString(data.resolve(i + ".csv"), "item,amount\nhoney," + i + "\n");
            assertThat(Daybreak.run("run", "--project", folder.toString())).isZero();
        }
        assertThat(files()).isEqualTo(6);
        List<String> program = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" > /dev/null 2>&1", "sh"));
        program.addAll(LocalWorkers.program(Opening.of(folder, Map.of()), "maintain"));
        maintenance = new ScheduledMaintenance(AT_THREE, ZoneOffset.UTC, program, () -> now, notes::add);

        now = now.plus(Duration.ofMinutes(61));
        maintenance.look();
        awaitEnd();
        maintenance.look();

        assertThat(notes).isEmpty();
        assertThat(files()).isEqualTo(1);
    }

    /** Of how many files the table of sales consists. */
    private int files() {
        try (Lake lake = Lake.open(LakePlace.local(folder.resolve(".daybreak/lake")))) {
            return lake.find(AssetKey.parse("raw.sales"))
                    .orElseThrow()
                    .pin(Optional.empty(), DataInterval.ALL, ZoneOffset.UTC)
                    .relation()
                    .files()
                    .size();
        }
    }
}
