package dev.daybreak.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Grain;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

class TimeColumnTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

    private static TimeColumn column(Type type, Grain grain) {
        return new TimeColumn("at", 1, type, grain, 0);
    }

    private static String local(long micros) {
        return EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    @Test
    void aDateLiesInAnIntervalIfItsMidnightInTheZoneDoes() {
        TimeColumn date = column(Types.DateType.get(), Grain.DAY);

        assertThat(LocalDate.ofEpochDay(date.bound(Instant.parse("2025-02-28T23:00:00Z"), BERLIN)))
                .isEqualTo("2025-03-01");
        assertThat(LocalDate.ofEpochDay(date.bound(Instant.parse("2025-02-28T23:00:01Z"), BERLIN)))
                .isEqualTo("2025-03-02");
    }

    @Test
    void aTimestampIsWallClockTimeAndATimestamptzIsAnInstant() {
        Instant instant = Instant.parse("2025-07-01T10:00:00Z");

        assertThat(local(column(Types.TimestampType.withoutZone(), Grain.DAY).bound(instant, BERLIN)))
                .isEqualTo("2025-07-01T12:00");
        assertThat(local(column(Types.TimestampType.withZone(), Grain.DAY).bound(instant, BERLIN)))
                .isEqualTo("2025-07-01T10:00");
    }

    @Test
    void theHourThatOccursTwiceBelongsToItsFirstOccurrence() {
        TimeColumn time = column(Types.TimestampType.withoutZone(), Grain.HOUR);

        assertThat(local(time.bound(Instant.parse("2025-10-26T00:00:00Z"), BERLIN)))
                .isEqualTo("2025-10-26T02:00");
        assertThat(local(time.bound(Instant.parse("2025-10-26T01:00:00Z"), BERLIN)))
                .isEqualTo("2025-10-26T03:00");
        assertThat(local(time.bound(Instant.parse("2025-10-26T02:00:00Z"), BERLIN)))
                .isEqualTo("2025-10-26T03:00");
    }

    @Test
    void partitionsAreIntervalsInTheZoneOfTheirSplit() {
        int month = (int) ChronoUnit.MONTHS.between(EPOCH, LocalDateTime.parse("2025-03-01T00:00:00"));
        int hour = (int) ChronoUnit.HOURS.between(EPOCH, LocalDateTime.parse("2025-03-30T02:00:00"));

        assertThat(column(Types.TimestampType.withZone(), Grain.MONTH).interval(month, BERLIN))
                .isEqualTo(
                        new DataInterval(Instant.parse("2025-03-01T00:00:00Z"), Instant.parse("2025-04-01T00:00:00Z")));
        assertThat(column(Types.DateType.get(), Grain.MONTH).interval(month, BERLIN))
                .isEqualTo(
                        new DataInterval(Instant.parse("2025-02-28T23:00:00Z"), Instant.parse("2025-03-31T22:00:00Z")));
        assertThat(column(Types.TimestampType.withoutZone(), Grain.HOUR).interval(hour, BERLIN))
                .as("an hour that the clocks skip")
                .isEqualTo(
                        new DataInterval(Instant.parse("2025-03-30T01:00:00Z"), Instant.parse("2025-03-30T02:00:00Z")));
    }

    @Test
    void neighbouringIntervalsAreMerged() {
        DataInterval first = TestTable.day("2025-03-01");
        DataInterval second = TestTable.day("2025-03-02");
        DataInterval apart = TestTable.day("2025-03-09");

        assertThat(Replacement.merged(List.of(apart, second, first))).containsExactly(first.span(second), apart);
    }

    @Test
    void partitionsAreNamedForPeople() {
        assertThat(column(Types.DateType.get(), Grain.DAY).showPartition(0)).isEqualTo("1970-01-01");
        assertThat(column(Types.TimestampType.withZone(), Grain.HOUR).showPartition(25))
                .isEqualTo("1970-01-02T01");
        assertThat(column(Types.DateType.get(), Grain.MONTH).showPartition(13)).isEqualTo("1971-02");
        assertThat(column(Types.DateType.get(), Grain.DAY).showPartition(null)).isEqualTo("no at");
        assertThat(column(Types.DateType.get(), Grain.DAY).interval(Integer.MAX_VALUE, ZoneOffset.UTC))
                .isEqualTo(TimeColumn.NO_TIME);
    }
}
