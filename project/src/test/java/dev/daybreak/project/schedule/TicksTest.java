package dev.daybreak.project.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.asset.About;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TicksTest {
    private static final Instant START = Instant.parse("2010-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2030-01-01T00:00:00Z");

    /** A pipeline, said in a line. */
    private record Said(
            String name,
            String schedule,
            ZoneId zone,
            Optional<Instant> start,
            Optional<Instant> end,
            Span watermark,
            Span jitter) {
        static Said of(String schedule) {
            return new Said(
                    "p",
                    schedule,
                    ZoneOffset.UTC,
                    Optional.empty(),
                    Optional.empty(),
                    Pipeline.NO_SPAN,
                    Pipeline.NO_SPAN);
        }

        Said named(String text) {
            return new Said(text, schedule, zone, start, end, watermark, jitter);
        }

        Said in(ZoneId id) {
            return new Said(name, schedule, id, start, end, watermark, jitter);
        }

        Said from(String time) {
            return new Said(name, schedule, zone, Optional.of(Instant.parse(time)), end, watermark, jitter);
        }

        Said to(String time) {
            return new Said(name, schedule, zone, start, Optional.of(Instant.parse(time)), watermark, jitter);
        }

        Said waiting(String watermarkText, String jitterText) {
            return new Said(
                    name,
                    schedule,
                    zone,
                    start,
                    end,
                    Span.parse(watermarkText).orElseThrow(),
                    Span.parse(jitterText).orElseThrow());
        }

        /** A new one each time, with a new timetable. */
        Pipeline pipeline() {
            return new Pipeline(
                    name,
                    new About("", "", List.of(), Place.of("p.yaml")),
                    new Trigger.OnSchedule(TimetableTest.timetable(schedule, start, zone)),
                    zone,
                    start,
                    end,
                    watermark,
                    jitter,
                    Missed.DEFAULT,
                    1,
                    0,
                    true,
                    List.of("stale"));
        }

        List<Tick> due(Instant after, Instant until) {
            return Ticks.due(pipeline(), after, until, Integer.MAX_VALUE);
        }

        List<String> due(String after, String until) {
            return due(Instant.parse(after), Instant.parse(until)).stream()
                    .map(tick -> tick.interval() + " " + tick.due())
                    .toList();
        }
    }

    @Test
    void coversWhatLiesBetweenTwoFiringsAndIsDueAtTheSecond() {
        assertThat(Said.of("0 6 * * 1").due("2025-01-01T00:00:00Z", "2025-01-13T06:00:00Z"))
                .containsExactly(
                        "[2024-12-30T06:00:00Z, 2025-01-06T06:00:00Z) 2025-01-06T06:00:00Z",
                        "[2025-01-06T06:00:00Z, 2025-01-13T06:00:00Z) 2025-01-13T06:00:00Z");
    }

    @Test
    void isDueAfterTheFirstTimeAndUpToTheSecond() {
        Said daily = Said.of("@daily");

        assertThat(daily.due("2025-01-01T00:00:00Z", "2025-01-02T00:00:00Z")).hasSize(1);
        assertThat(daily.due("2025-01-01T00:00:00Z", "2025-01-01T23:59:59Z")).isEmpty();
        assertThat(daily.due("2025-01-02T00:00:00Z", "2025-01-01T00:00:00Z")).isEmpty();
    }

    @Test
    void onlyIntervalsBetweenStartAndEndCount() {
        Said daily = Said.of("@daily").from("2025-01-01T12:00:00Z").to("2025-01-04T00:00:00Z");

        assertThat(daily.due("2024-01-01T00:00:00Z", "2026-01-01T00:00:00Z"))
                .containsExactly(
                        "[2025-01-02T00:00:00Z, 2025-01-03T00:00:00Z) 2025-01-03T00:00:00Z",
                        "[2025-01-03T00:00:00Z, 2025-01-04T00:00:00Z) 2025-01-04T00:00:00Z");
        assertThat(Ticks.next(daily.pipeline(), START)).map(Tick::due).contains(Instant.parse("2025-01-03T00:00:00Z"));
        assertThat(Ticks.next(daily.pipeline(), Instant.parse("2025-01-04T00:00:00Z")))
                .isEmpty();
    }

    @Test
    void aSpanBeginsWithTheStartItself() {
        assertThat(Said.of("every 6 hours")
                        .from("2025-01-01T01:00:00Z")
                        .due("2024-01-01T00:00:00Z", "2025-01-01T13:00:00Z"))
                .containsExactly(
                        "[2025-01-01T01:00:00Z, 2025-01-01T07:00:00Z) 2025-01-01T07:00:00Z",
                        "[2025-01-01T07:00:00Z, 2025-01-01T13:00:00Z) 2025-01-01T13:00:00Z");
    }

    @Test
    void waitsForTheWatermarkAlongTheCalendar() {
        assertThat(Said.of("@daily")
                        .in(ZoneId.of("Europe/Berlin"))
                        .waiting("2 days", "0 minutes")
                        .due("2025-03-30T00:00:00Z", "2025-03-30T23:00:00Z"))
                .containsExactly("[2025-03-27T23:00:00Z, 2025-03-28T23:00:00Z) 2025-03-30T22:00:00Z");
    }

    @Test
    void jitterIsTheSameForTheSamePipelineAndInterval() {
        Said hourly = Said.of("@hourly").waiting("0 minutes", "10 minutes");

        // These may never change: a scheduler of a newer version must not run an interval twice.
        assertThat(hourly.due("2025-01-01T00:00:00Z", "2025-01-01T02:00:00Z"))
                .containsExactly(
                        "[2024-12-31T23:00:00Z, 2025-01-01T00:00:00Z) 2025-01-01T00:08:11.422Z",
                        "[2025-01-01T00:00:00Z, 2025-01-01T01:00:00Z) 2025-01-01T01:02:44.451Z");
        assertThat(hourly.named("q").due("2025-01-01T00:00:00Z", "2025-01-01T02:00:00Z"))
                .containsExactly(
                        "[2024-12-31T23:00:00Z, 2025-01-01T00:00:00Z) 2025-01-01T00:05:29.867Z",
                        "[2025-01-01T00:00:00Z, 2025-01-01T01:00:00Z) 2025-01-01T01:07:16.613Z");
    }

    @Test
    void jitterSpreadsEvenlyFromNothingUpToTheSpan() {
        List<Long> waits =
                Said.of("@hourly")
                        .waiting("0 minutes", "10 minutes")
                        .due(START, START.plus(Duration.ofDays(365)))
                        .stream()
                        .map(tick -> Duration.between(tick.interval().end(), tick.due())
                                .toMillis())
                        .toList();

        assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(0L, 599_999L));
        assertThat(waits.stream().mapToLong(Long::longValue).average().orElseThrow())
                .isBetween(290_000.0, 310_000.0);
        assertThat(waits.stream().filter(wait -> wait < 60_000).count()).isBetween(750L, 1000L);
        assertThat(waits.stream().filter(wait -> wait >= 540_000).count()).isBetween(750L, 1000L);
    }

    @Test
    void theNewestAreToldIfThereAreMoreThanAskedFor() {
        List<Tick> ticks = Ticks.due(Said.of("@daily").pipeline(), START, Instant.parse("2025-01-10T00:00:00Z"), 2);

        assertThat(ticks)
                .extracting(tick -> tick.interval().end().toString())
                .containsExactly("2025-01-09T00:00:00Z", "2025-01-10T00:00:00Z");
        assertThat(Ticks.due(Said.of("@daily").pipeline(), START, END, 0)).isEmpty();
    }

    /** What must come out, by looking at every tick for years around. */
    private static List<Tick> all(Said said) {
        Said plain =
                new Said(said.name, said.schedule, said.zone, said.start, said.end, Pipeline.NO_SPAN, Pipeline.NO_SPAN);
        return plain.due(Instant.parse("2023-06-01T00:00:00Z"), Instant.parse("2025-06-01T00:00:00Z")).stream()
                .map(tick -> tickOf(said, tick.interval()))
                .toList();
    }

    /** The tick of one interval, asked for with the whole range in which it can be due. */
    private static Tick tickOf(Said said, DataInterval interval) {
        Said alone = new Said(
                said.name,
                said.schedule,
                said.zone,
                said.start,
                Optional.of(interval.end()),
                said.watermark,
                said.jitter);
        List<Tick> ticks = Ticks.due(alone.pipeline(), DataInterval.ALL.start(), DataInterval.ALL.end(), 1);
        assertThat(ticks).singleElement().extracting(Tick::interval).isEqualTo(interval);
        return ticks.get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 */6 * * *        | Europe/Berlin    | 0 minutes | 0 minutes",
                "0 */6 * * *        | Europe/Berlin    | 2 hours   | 1 hour",
                "0 */6 * * *        | Europe/Berlin    | 0 minutes | 3 days",
                "0 */6 * * *        | Europe/Berlin    | 50 hours  | 50 hours",
                "0 */6 * * *        | America/New_York | 2 days    | 7 days",
                "0 */6 * * *        | America/New_York | 1 month   | 1 week",
                "30 1,2 * * *       | Europe/Berlin    | 1 day     | 1 day",
                "0 0 1 * *          | UTC              | 3 months  | 0 minutes",
                "every 5 hours      | Europe/Berlin    | 3 weeks   | 11 hours",
                "every 1 day        | Pacific/Auckland | 1 month   | 4 days",
                "every 1 month      | Asia/Tehran      | 1 month   | 1 week"
            })
    void findsEveryTickHoweverLongItWaits(String schedule, ZoneId zone, String watermark, String jitter) {
        Said said = Said.of(schedule).in(zone).from("2023-07-31T00:00:00Z").waiting(watermark, jitter);
        List<Tick> all = all(said);
        Random random = new Random(17);
        Instant base = Instant.parse("2024-01-20T00:00:00Z");
        for (int i = 0; i < 10 * Years.COUNT; i++) {
            Instant after = base.plusSeconds(random.nextInt(300 * 24 * 3600));
            Instant until = after.plusSeconds(random.nextInt(20 * 24 * 3600));

            assertThat(said.due(after, until))
                    .isEqualTo(all.stream()
                            .filter(tick ->
                                    tick.due().isAfter(after) && !tick.due().isAfter(until))
                            .toList());
            assertThat(Ticks.next(said.pipeline(), after))
                    .isEqualTo(all.stream()
                            .filter(tick -> tick.due().isAfter(after))
                            .min(Comparator.comparing(Tick::due).thenComparing(Tick::interval)));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.daybreak.project.schedule.TimetableTest#zones")
    void intervalsAbutOverManyYears(ZoneId zone) {
        for (String schedule :
                List.of("30 2 * * *", "0 1,2,3 * * 0, 30 2 * * 1", "every 1 day", "every 1 week", "every 1 month")) {
            Said said = Said.of(schedule).in(zone).from("2009-12-31T00:30:00Z").waiting("3 hours", "2 days");
            List<Tick> ticks = new ArrayList<>();
            Instant after = said.start().orElseThrow();
            while (after.isBefore(Years.END)) {
                Instant until = after.plus(Duration.ofDays(61));
                ticks.addAll(said.due(after, until));
                after = until;
            }

            // Of the last days some wait beyond the end.
            assertAbutting(
                    ticks.stream()
                            .filter(tick -> tick.interval().end().isBefore(Years.END.minus(Duration.ofDays(3))))
                            .sorted(Comparator.comparing(Tick::interval))
                            .toList(),
                    said);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.daybreak.project.schedule.TimetableTest#zones")
    void shortIntervalsAbutWhereClocksChange(ZoneId zone) {
        ZoneOffsetTransition change = zone.getRules().nextTransition(START);
        while (change != null && change.getInstant().isBefore(Years.END)) {
            for (String schedule :
                    List.of("@hourly", "*/20 * * * *", "*/20 0-4 * * *", "every 25 minutes", "every 1 hour")) {
                Said said = Said.of(schedule).in(zone);
                Instant from = change.getInstant().minus(Duration.ofHours(14));
                List<Tick> ticks = said.due(from, change.getInstant().plus(Duration.ofHours(14)));

                assertAbutting(ticks, said);
                assertThat(ticks.get(0).interval().start()).isBeforeOrEqualTo(from);
                assertThat(Ticks.next(said.pipeline(), from)).contains(ticks.get(0));
            }
            change = zone.getRules().nextTransition(change.getInstant());
        }
    }

    /** One after the other without gap or overlap, each as the timetable has it, asked anew. */
    private static void assertAbutting(List<Tick> ticks, Said said) {
        assertThat(ticks).hasSizeGreaterThan(5);
        for (int i = 1; i < ticks.size(); i++) {
            DataInterval before = ticks.get(i - 1).interval();
            DataInterval interval = ticks.get(i).interval();

            assertThat(interval.start()).as("%s", said).isEqualTo(before.end());
            assertThat(TimetableTest.timetable(said.schedule, said.start, said.zone)
                            .next(interval.start()))
                    .as("%s", said)
                    .contains(interval.end());
        }
    }

    @Test
    void yearsOfMinutesAreNoBurden() {
        Pipeline pipeline = Said.of("* * * * *")
                .in(ZoneId.of("Europe/Berlin"))
                .waiting("1 hour", "1 hour")
                .pipeline();
        Instant dayOfChange = Instant.parse("2029-10-28T12:00:00Z");
        long started = System.nanoTime();

        assertThat(Ticks.due(pipeline, Instant.EPOCH, END, 100)).hasSize(100);
        assertThat(Ticks.due(pipeline, Instant.MIN, Instant.MAX, 100)).hasSize(100);
        assertThat(Ticks.due(pipeline, Instant.EPOCH, dayOfChange, 100)).hasSize(100);
        assertThat(Ticks.next(pipeline, END)).isPresent();

        Duration took = Duration.ofNanos(System.nanoTime() - started);
        System.out.println("Ticks: 100 of every minute of sixty years in " + took.toMillis() + " ms");
        assertThat(took).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void withoutAScheduleNothingIsDue() {
        Pipeline byHand = Pipeline.byHand(
                "p", new About("", "", List.of(), Place.of("p.yaml")), ZoneOffset.UTC, List.of("stale"));

        assertThat(Ticks.due(byHand, START, END, 100)).isEmpty();
        assertThat(Ticks.next(byHand, START)).isEmpty();
    }
}
