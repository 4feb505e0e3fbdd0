package dev.daybreak.project.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.project.time.Span;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TimetableTest {
    private static final Instant START = Instant.parse("2010-01-01T00:00:00Z");

    /** Crons between commas, or a span after {@code every}. */
    static Timetable timetable(String text, Optional<Instant> anchor, ZoneId zone) {
        return text.startsWith("every")
                ? Timetable.every(Span.parse(text.substring("every".length())).orElseThrow(), anchor, zone)
                : Timetable.of(
                        Arrays.stream(text.split(", "))
                                .map(cron -> Cron.parse(cron, problem -> {
                                            throw new AssertionError(problem);
                                        })
                                        .orElseThrow())
                                .toList(),
                        zone);
    }

    private static Timetable timetable(String text) {
        return timetable(text, Optional.empty(), ZoneOffset.UTC);
    }

    private static List<Instant> times(Timetable timetable, String after, int count) {
        return Stream.iterate(
                        timetable.next(Instant.parse(after)).orElseThrow(),
                        time -> timetable.next(time).orElseThrow())
                .limit(count)
                .toList();
    }

    @Test
    void mergesCronsAndCountsACommonTimeOnce() {
        assertThat(times(timetable("0 */2 * * *, 0 */3 * * *"), "2025-01-01T00:00:00Z", 5))
                .extracting(Instant::toString)
                .containsExactly(
                        "2025-01-01T02:00:00Z",
                        "2025-01-01T03:00:00Z",
                        "2025-01-01T04:00:00Z",
                        "2025-01-01T06:00:00Z",
                        "2025-01-01T08:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * * *            | 2025-01-01T00:00:00Z | 2024-12-31T23:59:00Z",
                "* * * * *            | 2025-01-01T00:00:01Z | 2025-01-01T00:00:00Z",
                "0 6 * * *, 0 7 * * * | 2025-01-01T06:30:00Z | 2025-01-01T06:00:00Z",
                "0 6 * * *, 0 7 * * * | 2025-01-01T06:00:00Z | 2024-12-31T07:00:00Z",
                // Busy on one day of the year only.
                "* * 1 1 *            | 2025-09-09T00:00:00Z | 2025-01-01T23:59:00Z",
                // A Sunday that is the 29th of February comes every 28 years, across 2100 after 40.
                "0 0 29 2 *           | 2104-02-29T00:00:00Z | 2096-02-29T00:00:00Z",
                "every 7 hours        | 1970-01-01T00:00:00Z | 1969-12-31T17:00:00Z",
                "every 2 months       | 2025-03-01T00:00:00Z | 2025-01-01T00:00:00Z"
            })
    void tellsTheTimeBefore(String text, Instant before, Instant expected) {
        assertThat(timetable(text).previous(before)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // Minutes and hours from 1970, else from the anchor, to the second.
                "every 90 minutes | -                    | UTC           | 2022-03-23T12:53:02Z | 2022-03-23T13:30:00Z",
                "every 7 hours    | -                    | Asia/Kolkata  | 1970-01-01T00:00:00Z | 1970-01-01T07:00:00Z",
                "every 7 hours    | 2025-01-01T00:00:30Z | UTC           | 2025-01-01T00:00:30Z | 2025-01-01T07:00:30Z",
                "every 7 hours    | 2025-01-01T00:00:00Z | UTC           | 2024-12-31T16:00:00Z | 2024-12-31T17:00:00Z",
                // They follow real time where clocks change.
                "every 2 hours    | -                    | Europe/Berlin | 2025-03-30T00:00:00Z | 2025-03-30T02:00:00Z",
                // Days from midnight of the zone, weeks from Mondays, months from the first.
                "every 1 day      | -                    | Asia/Kolkata  | 2025-01-01T00:00:00Z | 2025-01-01T18:30:00Z",
                "every 2 days     | -                    | UTC           | 1970-01-01T00:00:00Z | 1970-01-03T00:00:00Z",
                "every 1 week     | -                    | UTC           | 2025-06-12T00:00:00Z | 2025-06-16T00:00:00Z",
                "every 3 months   | -                    | UTC           | 2025-01-01T00:00:00Z | 2025-04-01T00:00:00Z",
                // They keep the anchor's time of day where clocks change.
                "every 1 day      | 2025-03-28T08:00:00Z | Europe/Berlin | 2025-03-29T08:00:00Z | 2025-03-30T07:00:00Z",
                "every 1 week     | 2025-03-26T08:00:00Z | Europe/Berlin | 2025-03-26T08:00:00Z | 2025-04-02T07:00:00Z",
                // A time of day in a gap becomes its end; of one that occurs twice it is the first.
                "every 1 day      | 2025-03-28T01:30:00Z | Europe/Berlin | 2025-03-29T01:30:00Z | 2025-03-30T01:00:00Z",
                "every 1 day      | 2025-10-24T00:30:00Z | Europe/Berlin | 2025-10-25T00:30:00Z | 2025-10-26T00:30:00Z",
                "every 1 day      | 2025-10-24T00:30:00Z | Europe/Berlin | 2025-10-26T00:30:00Z | 2025-10-27T01:30:00Z",
                // The 30th of December was left out: its midnight is that of the 31st, and counts once.
                "every 1 day      | -                    | Pacific/Apia  | 2011-12-29T10:00:00Z | 2011-12-30T10:00:00Z",
                "every 1 day      | -                    | Pacific/Apia  | 2011-12-30T10:00:00Z | 2011-12-31T10:00:00Z"
            })
    void countsSpansFromTheAnchor(String text, Instant anchor, ZoneId zone, Instant after, Instant expected) {
        assertThat(timetable(text, Optional.ofNullable(anchor), zone).next(after))
                .contains(expected);
    }

    @Test
    void monthsAreCountedFromTheAnchorSoThatThe31stComesBack() {
        Timetable timetable =
                timetable("every 1 month", Optional.of(Instant.parse("2025-01-31T06:00:00Z")), ZoneOffset.UTC);

        assertThat(times(timetable, "2024-11-30T06:00:00Z", 5))
                .extracting(Instant::toString)
                .containsExactly(
                        "2024-12-31T06:00:00Z",
                        "2025-01-31T06:00:00Z",
                        "2025-02-28T06:00:00Z",
                        "2025-03-31T06:00:00Z",
                        "2025-04-30T06:00:00Z");
    }

    @Test
    void firesAtAnAnchorThatIsTheSecondOfTwoTimesOfDay() {
        Instant second = Instant.parse("2025-10-26T01:30:00Z");
        Timetable timetable = timetable("every 1 day", Optional.of(second), ZoneId.of("Europe/Berlin"));

        assertThat(timetable.next(second.minusNanos(1))).contains(second);
        assertThat(timetable.previous(Instant.parse("2025-10-27T01:30:00Z"))).contains(second);
    }

    static Stream<ZoneId> zones() {
        return Stream.of(
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
                        "Australia/Lord_Howe",
                        "Pacific/Apia",
                        "Pacific/Auckland")
                .map(ZoneId::of);
    }

    @ParameterizedTest
    @MethodSource("zones")
    void theTimeBeforeTheNextIsTheOneBefore(ZoneId zone) {
        List<String> texts = List.of(
                "30 2 * * *",
                "0 1,2,3 * * 0",
                "0 0 1 * *, 30 1 * * *",
                "every 50 hours",
                "every 1 day",
                "every 2 weeks",
                "every 1 month");
        Optional<Instant> anchor = Optional.of(Instant.parse("2016-08-31T00:30:00Z"));
        for (String text : texts) {
            Instant time = timetable(text, anchor, zone).next(START).orElseThrow();
            while (time.isBefore(Years.END)) {
                Instant next = timetable(text, anchor, zone).next(time).orElseThrow();

                assertThat(next).as(text).isAfter(time);
                assertThat(timetable(text, anchor, zone).previous(next))
                        .as(text)
                        .contains(time);
                time = next;
            }
        }
    }

    @ParameterizedTest
    @MethodSource("zones")
    void everyDayHasOneTimeOfASpanOfADay(ZoneId zone) {
        Timetable timetable = timetable("every 1 day", Optional.of(Instant.parse("2016-08-31T00:30:00Z")), zone);

        List<LocalDate> days = Stream.iterate(
                        timetable.next(START).orElseThrow(),
                        time -> time.isBefore(Years.END),
                        time -> timetable.next(time).orElseThrow())
                .map(time -> time.atZone(zone).toLocalDate())
                .toList();

        // Apia had no 30 December 2011; its time then is the first of the 31st.
        boolean isSkipped = zone.getId().equals("Pacific/Apia");
        assertThat(days.size() - days.stream().distinct().count()).isEqualTo(isSkipped ? 1 : 0);
        assertThat(days.get(0).datesUntil(days.get(days.size() - 1)).filter(day -> !days.contains(day)))
                .isEqualTo(isSkipped ? List.of(LocalDate.of(2011, 12, 30)) : List.of());
    }

    @Test
    void isAValue() {
        assertThat(timetable("0 6 * * 1, @daily"))
                .isEqualTo(timetable("0 6 * * 1, @daily"))
                .hasSameHashCodeAs(timetable("0 6 * * 1, @daily"))
                .hasToString("0 6 * * 1, @daily")
                .isNotEqualTo(timetable("@daily"))
                .isNotEqualTo(timetable("0 6 * * 1, @daily", Optional.empty(), ZoneId.of("Europe/Berlin")));
        assertThat(timetable("every 2 hours"))
                .isEqualTo(timetable("every 2 hours"))
                .hasToString("every 2 hours")
                .isNotEqualTo(timetable("every 2 hours", Optional.of(START), ZoneOffset.UTC));
    }

    @Test
    void tellsNothingBeyondWhatInstantsCanSay() {
        for (String text : List.of("@daily", "every 1 hour", "every 1 day")) {
            assertThat(timetable(text).next(Instant.MAX)).as(text).isEmpty();
            assertThat(timetable(text).previous(Instant.MIN)).as(text).isEmpty();
        }
    }

    @Test
    void refusesWhatNeverFires() {
        assertThatThrownBy(() -> Timetable.of(List.of(), ZoneOffset.UTC))
                .hasMessage("Invalid timetable: it has no schedule; permitted: one or more");
        assertThatThrownBy(() -> Timetable.every(new Span(0, ChronoUnit.DAYS), Optional.empty(), ZoneOffset.UTC))
                .hasMessage("Invalid timetable: every 0 days; permitted: a span of at least 1");
    }
}
