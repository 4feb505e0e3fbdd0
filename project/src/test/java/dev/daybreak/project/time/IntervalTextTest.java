package dev.daybreak.project.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** How intervals are said to people. */
class IntervalTextTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static DataInterval interval(String start, String end) {
        return new DataInterval(Instant.parse(start), Instant.parse(end));
    }

    @Test
    void everythingIsAllData() {
        assertThat(IntervalText.of(DataInterval.ALL, ZoneOffset.UTC)).isEqualTo("all data");
    }

    @Test
    void aDayIsItsDate() {
        assertThat(IntervalText.of(interval("2023-01-01T00:00:00Z", "2023-01-02T00:00:00Z"), ZoneOffset.UTC))
                .isEqualTo("2023-01-01");
    }

    @Test
    void wholeDaysAreSaidWithTheLastOneIncluded() {
        assertThat(IntervalText.of(interval("2023-01-02T00:00:00Z", "2023-01-09T00:00:00Z"), ZoneOffset.UTC))
                .isEqualTo("2023-01-02 to 2023-01-08");
    }

    @Test
    void hoursAreSaidWithMinutesAndTheEndItself() {
        assertThat(IntervalText.of(interval("2023-01-02T05:00:00Z", "2023-01-02T06:00:00Z"), ZoneOffset.UTC))
                .isEqualTo("2023-01-02T05:00 to 2023-01-02T06:00");
    }

    @Test
    void aDayOfTheProjectsZoneIsADayWhateverItsLength() {
        assertThat(IntervalText.of(interval("2023-03-25T23:00:00Z", "2023-03-26T22:00:00Z"), BERLIN))
                .as("23 hours, the clocks go forward")
                .isEqualTo("2023-03-26");
        assertThat(IntervalText.of(interval("2023-03-25T00:00:00Z", "2023-03-26T00:00:00Z"), BERLIN))
                .as("a day in UTC is none in Berlin")
                .isEqualTo("2023-03-25T01:00 to 2023-03-26T01:00");
    }
}
