package dev.daybreak.project.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CadenceTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId UTC = ZoneId.of("UTC");

    @ParameterizedTest
    @CsvSource({
        "2025-03-30T12:00:00Z, 2025-03-29T23:00:00Z, 2025-03-30T22:00:00Z, 23",
        "2025-10-26T12:00:00Z, 2025-10-25T22:00:00Z, 2025-10-26T23:00:00Z, 25",
        "2025-06-01T12:00:00Z, 2025-05-31T22:00:00Z, 2025-06-01T22:00:00Z, 24"
    })
    void daysFollowTheCalendarWhenClocksChange(Instant instant, Instant start, Instant end, long hours) {
        DataInterval day = Cadence.DAILY.at(instant, BERLIN);

        assertThat(day).isEqualTo(new DataInterval(start, end));
        assertThat(Duration.between(day.start(), day.end())).isEqualTo(Duration.ofHours(hours));
    }

    @Test
    void hoursFollowRealTimeWhenClocksChange() {
        Cadence hourly = new Cadence(Grain.HOUR, DayOfWeek.MONDAY);
        DataInterval longDay = Cadence.DAILY.at(Instant.parse("2025-10-26T12:00:00Z"), BERLIN);

        List<DataInterval> hours = hourly.within(longDay, BERLIN);

        assertThat(hours).hasSize(25).allSatisfy(hour -> assertThat(Duration.between(hour.start(), hour.end()))
                .isEqualTo(Duration.ofHours(1)));
    }

    @ParameterizedTest
    @CsvSource({"MONDAY, 2025-03-03", "SUNDAY, 2025-03-02", "WEDNESDAY, 2025-03-05", "THURSDAY, 2025-02-27"})
    void weeksStartOnTheChosenDay(DayOfWeek weekStart, String start) {
        DataInterval week = new Cadence(Grain.WEEK, weekStart).at(Instant.parse("2025-03-05T10:00:00Z"), UTC);

        assertThat(week.start()).isEqualTo(Instant.parse(start + "T00:00:00Z"));
        assertThat(Duration.between(week.start(), week.end())).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void monthsHaveTheirOwnLength() {
        DataInterval month = new Cadence(Grain.MONTH, DayOfWeek.MONDAY).at(Instant.parse("2024-02-29T23:59:59Z"), UTC);

        assertThat(month).hasToString("[2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z)");
    }

    @Test
    void withinLeavesOutIntervalsThatReachOver() {
        DataInterval range = interval("2025-03-01T06:00:00Z", "2025-03-04T18:00:00Z");

        assertThat(Cadence.DAILY.within(range, UTC))
                .containsExactly(
                        interval("2025-03-02T00:00:00Z", "2025-03-03T00:00:00Z"),
                        interval("2025-03-03T00:00:00Z", "2025-03-04T00:00:00Z"));
    }

    @Test
    void overlappingTakesIntervalsThatReachOver() {
        DataInterval range = interval("2025-03-01T06:00:00Z", "2025-03-03T00:00:00Z");

        assertThat(Cadence.DAILY.overlapping(range, UTC))
                .containsExactly(
                        interval("2025-03-01T00:00:00Z", "2025-03-02T00:00:00Z"),
                        interval("2025-03-02T00:00:00Z", "2025-03-03T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2025-03-25", "Europe/Berlin, 2025-10-22", "America/Sao_Paulo, 2018-11-01",
        "Australia/Lord_Howe, 2025-04-03", "Australia/Lord_Howe, 2025-10-02", "Pacific/Apia, 2011-12-27",
        "Asia/Kolkata, 2025-01-01", "Asia/Beirut, 2025-10-21", "America/St_Johns, 2025-10-30"
    })
    void intervalsTileTheLineInEveryZone(ZoneId zone, String day) {
        Instant start = Instant.parse(day + "T00:00:00Z");
        DataInterval range = new DataInterval(start, start.plus(Duration.ofDays(9)));

        for (Grain grain : Grain.values()) {
            Cadence cadence = new Cadence(grain, DayOfWeek.MONDAY);
            List<DataInterval> intervals = cadence.overlapping(range, zone);

            assertThat(intervals.get(0).contains(range.start())).isTrue();
            for (int i = 1; i < intervals.size(); i++) {
                assertThat(intervals.get(i).start())
                        .isEqualTo(intervals.get(i - 1).end());
            }
            for (Instant at = start; at.isBefore(range.end()); at = at.plus(Duration.ofMinutes(10))) {
                assertThat(cadence.at(at, zone).contains(at))
                        .as("%s %s", grain, at)
                        .isTrue();
                assertThat(intervals).contains(cadence.at(at, zone));
            }
        }
    }

    private static DataInterval interval(String start, String end) {
        return new DataInterval(Instant.parse(start), Instant.parse(end));
    }
}
