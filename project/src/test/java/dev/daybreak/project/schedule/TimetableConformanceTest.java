package dev.daybreak.project.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daybreak.project.asset.About;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.schedule.Missed.Policy;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Cases of the timetables of Airflow, Temporal and Prefect. Each is asked of ours; those that mean another rule there are listed
 * by id with that rule, and exactly they come out otherwise.
 */
class TimetableConformanceTest {
    private static final Map<String, Set<Integer>> OTHERS = Map.of(
            "an interval that was run as a point in time counts as run there; ours abut",
            Set.of(7, 10),
            "calendar spans without a start end there when they are asked for; ours begin with the first of a month",
            Set.of(19),
            "months are added to the time before there, so that the 31st becomes the 28th for good; ours count from the start",
            Set.of(20),
            "a time that occurs twice is the second there; ours is the first",
            Set.of(33, 34, 47, 48),
            "a span is counted from the last run there; ours from the start",
            Set.of(67, 68, 72, 76, 82),
            "an interval has a length of its own there; ours begins at the firing before",
            Set.of(87),
            "a missed first run is made up for within a grace time there; ours by policy, whenever it was",
            Set.of(89, 91, 93, 95, 97, 99),
            "several spans with phases run together there; ours are one span, or crons",
            Set.of(116, 117, 118, 119, 120, 121, 122));

    @Test
    void agreesWithOtherSchedulersWhereTheyMeanTheSame() throws IOException {
        Path cases = Path.of(System.getProperty("shared.dir", ""), "conformance", "cron", "timetable_cases.json");
        assumeTrue(Files.exists(cases), "the cases of other schedulers are not at " + cases);
        Map<Integer, String> disagreements = new TreeMap<>();
        int agreed = 0;
        for (JsonNode each : new ObjectMapper().readTree(cases.toFile())) {
            String ours = outcome(each);
            if (ours.equals(expected(each))) {
                agreed++;
            } else {
                disagreements.put(each.get("id").asInt(), expected(each) + " there, ours " + ours);
            }
        }
        Set<Integer> others = new TreeSet<>();
        OTHERS.values().forEach(others::addAll);

        System.out.printf("Timetable: %d cases of other schedulers agree%n", agreed);
        OTHERS.forEach((rule, ids) -> System.out.printf("  %4d differ: %s %s%n", ids.size(), rule, new TreeSet<>(ids)));
        assertThat(disagreements.keySet()).as("%s", disagreements).isEqualTo(others);
        assertThat(agreed).isGreaterThan(100);
    }

    private static String expected(JsonNode each) {
        JsonNode expect = each.get("expect");
        if (expect.isTextual()) {
            return expect.asText();
        }
        return expect.has("at")
                ? expect.get("at").asText()
                : "[" + expect.get("start").asText() + ", " + expect.get("end").asText() + ")";
    }

    private static String outcome(JsonNode each) {
        Optional<Timetable> timetable = timetable(each);
        if (timetable.isEmpty()) {
            return "ERROR";
        }
        return switch (each.get("mode").asText()) {
            case "data_interval" -> interval(each, pipeline(each, timetable.get()));
            case "trigger" -> time(each, timetable.get()).toString();
            default ->
                timetable
                        .get()
                        .next(instant(each, "after").orElseThrow())
                        .orElseThrow()
                        .toString();
        };
    }

    /** Which data interval is run next: what was missed by the policy, else what falls due next. */
    private static String interval(JsonNode each, Pipeline pipeline) {
        if (each.get("op").asText().equals("infer_manual_interval")) {
            return Ticks.due(pipeline, Instant.MIN, instant(each, "run_after").orElseThrow(), 1)
                    .get(0)
                    .interval()
                    .toString();
        }
        Instant last = last(each).orElse(DataInterval.ALL.start());
        Instant now = instant(each, "now").filter(time -> !isCatchUp(each)).orElse(last);
        List<Tick> missed = pipeline.missed().choose(Ticks.due(pipeline, last, now, 100));
        return missed.stream()
                .findFirst()
                .or(() -> Ticks.next(pipeline, now))
                .orElseThrow()
                .interval()
                .toString();
    }

    /** When a run happens next that covers no interval. */
    private static Instant time(JsonNode each, Timetable timetable) {
        Instant earliest =
                instant(each, "earliest").orElse(DataInterval.ALL.start()).minusNanos(1);
        Instant after = last(each).filter(earliest::isBefore).orElse(earliest);
        Optional<Instant> now = instant(each, "now").filter(after::isBefore);
        if (each.path("run_immediately").isBoolean()
                && each.get("run_immediately").asBoolean()) {
            return timetable.previous(now.orElseThrow()).orElseThrow();
        }
        if (each.has("run_immediately")) {
            return timetable.next(now.orElseThrow()).orElseThrow();
        }
        if (isCatchUp(each) || now.isEmpty()) {
            return timetable.next(after).orElseThrow();
        }
        return timetable
                .previous(now.get().plusNanos(1))
                .filter(after::isBefore)
                .or(() -> timetable.next(now.get()))
                .orElseThrow();
    }

    private static boolean isCatchUp(JsonNode each) {
        return each.get("catchup").asBoolean();
    }

    private static Optional<Instant> last(JsonNode each) {
        return instant(each.path("last_interval"), "end");
    }

    private static Optional<Instant> instant(JsonNode node, String key) {
        return node.hasNonNull(key) ? Optional.of(Instant.parse(node.get(key).asText())) : Optional.empty();
    }

    private static Pipeline pipeline(JsonNode each, Timetable timetable) {
        return new Pipeline(
                "p",
                new About("", "", List.of(), Place.of("p.yaml")),
                new Trigger.OnSchedule(timetable),
                ZoneId.of(each.get("tz").asText()),
                instant(each, "earliest"),
                Optional.empty(),
                Pipeline.NO_SPAN,
                Pipeline.NO_SPAN,
                new Missed(isCatchUp(each) ? Policy.ALL : Policy.LAST, 100),
                1,
                0,
                true,
                List.of("stale"));
    }

    /** Empty if ours refuses such a schedule. */
    private static Optional<Timetable> timetable(JsonNode each) {
        JsonNode schedule = each.get("schedule");
        List<String> texts = new ArrayList<>();
        if (schedule.isArray()) {
            schedule.forEach(item -> texts.add(item.asText()));
        } else {
            texts.add(schedule.asText());
        }
        ZoneId zone = ZoneId.of(each.get("tz").asText());
        if (texts.get(0).matches("-?P.*")) {
            return texts.size() > 1 ? Optional.empty() : every(each, texts.get(0), zone);
        }
        List<Cron> crons = texts.stream()
                .flatMap(text -> Cron.parse(text, problem -> {}).stream())
                .toList();
        return crons.size() < texts.size() ? Optional.empty() : Optional.of(Timetable.of(crons, zone));
    }

    /** ISO 8601 with a phase behind a slash: {@code PT90M/PT5M}. Those that are anchored begin with the time they are asked after. */
    private static Optional<Timetable> every(JsonNode each, String text, ZoneId zone) {
        int slash = text.indexOf('/');
        Optional<Instant> phase = slash < 0
                ? Optional.empty()
                : Optional.of(Instant.EPOCH.plus(Duration.parse(text.substring(slash + 1))));
        Optional<Instant> anchor = each.get("mode").asText().equals("interval_anchored")
                ? instant(each, "after")
                : phase.or(() -> instant(each, "earliest"));
        try {
            return Optional.of(Timetable.every(span(slash < 0 ? text : text.substring(0, slash)), anchor, zone));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Span span(String text) {
        if (text.contains("T")) {
            return new Span(Duration.parse(text).toMinutes(), ChronoUnit.MINUTES);
        }
        long count = Long.parseLong(text.replaceAll("[PDMY]", ""));
        return switch (text.charAt(text.length() - 1)) {
            case 'Y' -> new Span(12 * count, ChronoUnit.MONTHS);
            case 'M' -> new Span(count, ChronoUnit.MONTHS);
            default -> new Span(count, ChronoUnit.DAYS);
        };
    }
}
