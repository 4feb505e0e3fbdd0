package dev.daybreak.project.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
    private static final Instant START = Instant.parse("2010-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2030-01-01T00:00:00Z");

    private static Cron cron(String text) {
        return Cron.parse(text, problem -> {
                    throw new AssertionError(problem);
                })
                .orElseThrow();
    }

    private static List<String> problems(String text) {
        List<String> problems = new ArrayList<>();
        assertThat(Cron.parse(text, problems::add)).isEmpty();
        return problems;
    }

    private static Stream<Instant> times(Cron cron, Instant after, Instant until, ZoneId zone) {
        return Stream.iterate(
                cron.next(after, zone).orElseThrow(), time -> time.isBefore(until), time -> cron.next(time, zone)
                        .orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/15 * * * *     | 2024-01-31T23:50:00Z | 2024-02-01T00:00:00Z",
                "5/20 3 * * *     | 2024-01-31T03:05:00Z | 2024-01-31T03:25:00Z",
                "0 0 31 * *       | 2024-01-31T00:00:00Z | 2024-03-31T00:00:00Z",
                "0 0 29 2 *       | 2096-03-01T00:00:00Z | 2104-02-29T00:00:00Z",
                "0 0 13 * fri     | 2024-09-01T00:00:00Z | 2024-09-06T00:00:00Z",
                "0 0 1 * *        | 2024-09-01T00:00:00Z | 2024-10-01T00:00:00Z",
                "0 6 * * sun-thu  | 2024-01-04T06:00:00Z | 2024-01-07T06:00:00Z",
                "0 6 * * 5-7      | 2024-01-06T06:00:00Z | 2024-01-07T06:00:00Z",
                "0 0 1 nov-MAR *  | 2024-03-01T00:00:00Z | 2024-11-01T00:00:00Z",
                "0 22-2/2 * * *   | 2024-01-01T22:00:00Z | 2024-01-02T00:00:00Z",
                "@weekly          | 2024-01-01T00:00:00Z | 2024-01-07T00:00:00Z",
                "@yearly          | 2024-01-01T00:00:00Z | 2025-01-01T00:00:00Z"
            })
    void firesNext(String text, Instant after, Instant next) {
        assertThat(cron(text).next(after, ZoneId.of("UTC"))).contains(next);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Clocks go forward from 02:00 to 03:00: once, at the end of the gap.
                "30 2 * * *      | America/New_York | 2024-03-09T12:00:00Z | 2024-03-10T07:00:00Z | 2024-03-11T06:30:00Z",
                "*/20 2 * * *    | America/New_York | 2024-03-09T12:00:00Z | 2024-03-10T07:00:00Z | 2024-03-11T06:00:00Z",
                // Clocks go back from 02:00 to 01:00: once, at the first.
                "30 1 * * *      | America/New_York | 2024-11-02T12:00:00Z | 2024-11-03T05:30:00Z | 2024-11-04T06:30:00Z",
                // Every hour follows real time.
                "30 * * * *      | America/New_York | 2024-11-03T05:00:00Z | 2024-11-03T05:30:00Z | 2024-11-03T06:30:00Z",
                "30 * * * *      | America/New_York | 2024-03-10T06:00:00Z | 2024-03-10T06:30:00Z | 2024-03-10T07:30:00Z",
                // Clocks go back at midnight, into the day before.
                "0 0 * * *       | America/Havana   | 2024-11-02T12:00:00Z | 2024-11-03T04:00:00Z | 2024-11-04T05:00:00Z",
                // The 30th of December was left out.
                "0 6 * * *       | Pacific/Apia     | 2011-12-29T20:00:00Z | 2011-12-30T10:00:00Z | 2011-12-30T16:00:00Z"
            })
    void followsTheClockOrRealTimeWhereClocksChange(
            String text, ZoneId zone, Instant after, Instant next, Instant then) {
        assertThat(times(cron(text), after, END, zone).limit(2)).containsExactly(next, then);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Europe/Berlin",
                "Europe/London",
                "America/New_York",
                "America/Sao_Paulo",
                "America/Havana",
                "America/St_Johns",
                "Africa/Casablanca",
                "Asia/Tehran",
                "Asia/Kolkata",
                "Asia/Kathmandu",
                "Australia/Sydney",
                "Pacific/Apia",
                "Pacific/Auckland"
            })
    void noHourIsLostOrRepeatedAndNoDayEither(ZoneId zone) {
        Instant before = START;
        for (Instant hour : (Iterable<Instant>) times(cron("@hourly"), START, Years.END, zone)::iterator) {
            assertThat(Duration.between(before, hour)).isBetween(Duration.ofMinutes(1), Duration.ofHours(1));
            before = hour;
        }
        List<LocalDate> days = times(cron("30 2 * * *"), START, Years.END, zone)
                .map(time -> time.atZone(zone).toLocalDate())
                .toList();
        LocalDate first = days.get(0);
        assertThat(days.stream().distinct())
                .containsExactlyElementsOf(
                        first.datesUntil(days.get(days.size() - 1).plusDays(1))
                                .filter(day -> exists(day, zone))
                                .toList());
        assertThat(days.stream().filter(day -> exists(day.minusDays(1), zone))).doesNotHaveDuplicates();
    }

    private static boolean exists(LocalDate day, ZoneId zone) {
        return ZonedDateTime.of(day, LocalTime.NOON, zone).toLocalDate().equals(day);
    }

    @Test
    void doesNotLoseWhatAHalfHourOfSummerMoves() {
        ZoneId lordHowe = ZoneId.of("Australia/Lord_Howe");
        Instant before = START;
        for (Instant hour : (Iterable<Instant>) times(cron("@hourly"), START, Years.END, lordHowe)::iterator) {
            assertThat(Duration.between(before, hour)).isBetween(Duration.ofMinutes(30), Duration.ofMinutes(90));
            before = hour;
        }
    }

    @Test
    void refusesWhatNeverFires() {
        assertThat(problems("0 0 30 2 *")).containsExactly("there is no such day in any year");
        assertThat(problems("0 0 31 4,6 *")).containsExactly("there is no such day in any year");
    }

    @Test
    void tellsEveryFieldThatDoesNotFit() {
        assertThat(problems("60 5-24 0 foo 0-10/"))
                .containsExactly(
                        "'60' does not fit the field minute (0-59)",
                        "'24' does not fit the field hour (0-23)",
                        "'0' does not fit the field day of month (1-31)",
                        "'foo' does not fit the field month (1-12, jan-dec)",
                        "'0-10/' does not fit the field day of week (0-7, sun-sat)");
        assertThat(problems("*/0 * * * *")).containsExactly("'*/0' does not fit the field minute (0-59)");
        assertThat(problems("1 2 3"))
                .singleElement()
                .asString()
                .startsWith("found 3 fields, expected five (minute, hour,");
    }
}
