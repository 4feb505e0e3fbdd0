package dev.daybreak.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.history.MaterializationRecord;
import dev.daybreak.orchestration.run.RunResult;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Partitions of projects whose clocks are changed. One event falls on every half hour of real time. */
final class TimeZoneTest {
    private static final String KEY = "shop.events";

    /** Events from one midnight in UTC to another, by instant and by the clock of Berlin. */
    private static void events(TableProject project, String from, String to) {
        project.source("events", "{moment: timestamptz, clock: timestamp}", "moment");
        project.replace(
                "raw.events",
                DataInterval.ALL,
                """
                SELECT m AS moment, CAST(m AS TIMESTAMP) AS clock
                FROM generate_series(TIMESTAMPTZ '%s 00:00+00', TIMESTAMPTZ '%s 23:30+00', INTERVAL 30 MINUTE) s(m)
                """
                        .formatted(from, to));
    }

    private static void table(TableProject project, String column, String every) {
        project.table(
                KEY,
                "partition: {column: " + column + ", every: " + every + "}\ninputs: {raw.events: {whole: true}}",
                "SELECT moment, clock FROM raw.events WHERE " + column + " >= :start AND " + column + " < :end");
    }

    private static List<Long> rowsOfPartitions(TableProject project) {
        return project.history().published(AssetKey.parse(KEY)).stream()
                .map(MaterializationRecord::rows)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "2025-03-29, 2025-04-01, moment, 48 46 48",
        "2025-03-29, 2025-04-01, clock,  48 46 48",
        "2025-10-25, 2025-10-28, moment, 48 50 48",
        "2025-10-25, 2025-10-28, clock,  48 50 48"
    })
    void daysHoldTheRowsOfTheirRealHoursWhenTheClocksAreChanged(
            String start, String end, String column, String rows, @TempDir Path folder) {
        try (TableProject project = new TableProject(folder, "Europe/Berlin", start, end)) {
            events(project, start.substring(0, 8) + "24", end);
            table(project, column, "day");

            RunResult result = project.run();

            assertThat(result.steps())
                    .allSatisfy(step -> assertThat(step.failure()).isEmpty());
            assertThat(rowsOfPartitions(project)).isEqualTo(longs(rows));
            assertThat(project.plan()).isEmpty();
        }
    }

    @Test
    void aChangedInstantMakesStaleTheLocalDayThatHoldsIt(@TempDir Path folder) {
        try (TableProject project = new TableProject(folder, "Europe/Berlin", "2025-10-25", "2025-10-28")) {
            events(project, "2025-10-24", "2025-10-28");
            project.table(
                    KEY,
                    "partition: {column: moment, every: day}",
                    "SELECT moment, clock FROM raw.events WHERE moment >= :start AND moment < :end");
            project.table(
                    "shop.counts",
                    "partition: {column: day, every: day}\ninputs: {shop.events: {}}",
                    "SELECT CAST(:start AS DATE) AS day, COUNT(*) AS n FROM shop.events");
            project.run();
            assertThat(project.rows("shop.counts", "SELECT day, n FROM t ORDER BY day"))
                    .containsExactly("[2025-10-25, 48]", "[2025-10-26, 50]", "[2025-10-27, 48]");
            assertThat(project.plan()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "moment, 2025-10-26T00:00+02:00, 2025-10-26T05:00+01:00, 2 2 2 2 2 2",
        "clock,  2025-10-26T00:00+02:00, 2025-10-26T05:00+01:00, 2 2 4 0 2 2",
        "moment, 2025-03-30T00:00+01:00, 2025-03-30T05:00+02:00, 2 2 2 2",
        "clock,  2025-03-30T00:00+01:00, 2025-03-30T05:00+02:00, 2 2 2 2"
    })
    void noHourIsLostOrDoubledWhenTheClocksAreChanged(
            String column, String start, String end, String rows, @TempDir Path folder) {
        try (TableProject project = new TableProject(folder, "Europe/Berlin", start, end)) {
            events(project, start.substring(0, 8) + "24", start.substring(0, 8) + "30");
            table(project, column, "hour");

            RunResult result = project.run();

            assertThat(result.steps())
                    .allSatisfy(step -> assertThat(step.failure()).isEmpty());
            assertThat(project.history().published(AssetKey.parse(KEY)))
                    .allSatisfy(record -> assertThat(Duration.between(
                                    record.interval().start(), record.interval().end()))
                            .isEqualTo(Duration.ofHours(1)));
            assertThat(rowsOfPartitions(project)).isEqualTo(longs(rows));
        }
    }

    @Test
    void tellsThatInstantsCannotBeCutWhereDaysBeginAtAHalfHourOfUtc(@TempDir Path folder) {
        try (TableProject project = new TableProject(folder, "Asia/Kolkata", "2025-03-01", "2025-03-03")) {
            events(project, "2025-02-28", "2025-03-03");
            table(project, "moment", "day");

            Failure failure = project.runAndFail();

            assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_PROJECT);
            assertThat(failure.message())
                    .startsWith("Cannot partition 'shop.events' by 'moment': it is a timestamptz")
                    .contains("Asia/Kolkata");
            assertThat(failure.mend()).isEqualTo("Partition by a column of type date or timestamp.");

            table(project, "clock", "day");
            assertThat(project.run().failed()).isZero();
            assertThat(rowsOfPartitions(project)).containsExactly(48L, 48L);
        }
    }

    private static List<Long> longs(String text) {
        return List.of(text.split(" ")).stream().map(Long::valueOf).toList();
    }
}
