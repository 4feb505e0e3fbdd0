package dev.daybreak.project.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.form.YamlText;
import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.schedule.Missed;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.schedule.Timetable;
import dev.daybreak.project.schedule.Trigger;
import dev.daybreak.project.time.Span;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file in {@code pipelines/} may say, and what is said of one that does not fit. */
class PipelineFormTest {
    @TempDir
    Path root;

    private ProjectFolder folder;

    @BeforeEach
    void makeProject() {
        folder = new ProjectFolder(root).write("daybreak.yaml", "name: shop\ntimezone: Asia/Kolkata\n");
    }

    private Pipeline pipeline(String text) {
        folder.write("pipelines/p.yaml", text + "\nselection: stale\n");
        Loaded loaded = folder.load();
        assertThat(loaded.problems()).isEmpty();
        return loaded.project().orElseThrow().pipelines().get(0);
    }

    private List<String> problems(String text) {
        folder.write("pipelines/p.yaml", text + "\nselection: stale\n");
        return folder.problems();
    }

    @Test
    void saysEverything() {
        Pipeline pipeline = pipeline(
                """
                description: Retrains
                owner: growth
                tags: [weekly]
                schedule: every 2 weeks
                zone: Europe/Berlin
                start: 2025-03-10
                end: 2025-12-01T06:30
                watermark: 2 hours
                jitter: 10 minutes
                missed: {policy: all, most: 36}
                max_active_runs: 3
                priority: -5
                enabled: false
                """);

        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Optional<Instant> start = Optional.of(Instant.parse("2025-03-09T23:00:00Z"));
        assertThat(pipeline)
                .isEqualTo(new Pipeline(
                        "p",
                        pipeline.about(),
                        new Trigger.OnSchedule(Timetable.every(new Span(2, ChronoUnit.WEEKS), start, berlin)),
                        berlin,
                        start,
                        Optional.of(Instant.parse("2025-12-01T05:30:00Z")),
                        new Span(2, ChronoUnit.HOURS),
                        new Span(10, ChronoUnit.MINUTES),
                        new Missed(Missed.Policy.ALL, 36),
                        3,
                        -5,
                        false,
                        List.of("stale")));
        assertThat(pipeline.about().owner()).isEqualTo("growth");
    }

    @Test
    void runsByHandInTheProjectsZoneIfItSaysNothing() {
        Pipeline pipeline = pipeline("");

        assertThat(pipeline)
                .isEqualTo(Pipeline.byHand("p", pipeline.about(), ZoneId.of("Asia/Kolkata"), List.of("stale")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    0 6 * * 1                  | 0 6 * * 1
                    '@daily'                   | @daily
                    ['0 6 * * 1', '@monthly']  | 0 6 * * 1, @monthly
                    every 15 minutes           | every 15 minutes
                    every  1 day               | every 1 day
                    [every 3 months]           | every 3 months
                    """)
    void isScheduledByCronsOrASpan(String schedule, String expected) {
        Trigger trigger = pipeline("schedule: " + schedule).trigger();

        assertThat(trigger).isInstanceOf(Trigger.OnSchedule.class);
        assertThat(((Trigger.OnSchedule) trigger).timetable()).hasToString(expected);
    }

    @Test
    void runsOnUpdate() {
        assertThat(pipeline("schedule: on update").trigger()).isEqualTo(new Trigger.OnUpdate());
    }

    @ParameterizedTest
    @CsvSource({"all, ALL", "last, LAST", "none, NONE", "{policy: none}, NONE"})
    void missedRunsNeedOnlyAPolicy(String text, Missed.Policy policy) {
        assertThat(pipeline("schedule: '@daily'\nmissed: " + text).missed()).isEqualTo(new Missed(policy, 100));
    }

    @Test
    void datesAreMeantInItsOwnZone() {
        Pipeline pipeline = pipeline("schedule: '@daily'\nstart: 2025-01-01");

        assertThat(pipeline.start()).contains(Instant.parse("2024-12-31T18:30:00Z"));
        assertThat(pipeline.zone()).isEqualTo(ZoneId.of("Asia/Kolkata"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    schedule: 0 0 30 2 *        | 1:11 Invalid schedule '0 0 30 2 *': there is no such day in any year.
                    schedule: every 0 minutes   | 1:11 Invalid schedule 'every 0 minutes': expected 'every' and a whole number and minutes, hours, days, weeks or months, such as '30 days', at least 1.
                    schedule: every day         | 1:11 Invalid schedule 'every day': expected 'every' and a whole number
                    schedule: evry 10 minutes   | 1:11 Invalid schedule 'evry 10 minutes': expected five cron fields, one of @hourly, @daily, @weekly, @monthly, @yearly, @midnight, @annually, 'every 15 minutes' or 'on update'. Did you mean 'every 10 minutes'?
                    schedule: 10 minutes        | Did you mean 'every 10 minutes'?
                    schedule: On Update         | Did you mean 'on update'?
                    schedule: on updates        | Did you mean 'on update'?
                    schedule: daily             | Did you mean '@daily'?
                    schedule: sometimes         | 1:11 Invalid schedule 'sometimes': found 1 fields, expected five
                    schedule: [0 6 * * *, every 10 minutes] | 1:23 Invalid schedule 'every 10 minutes': in a list of several, each must be a cron.
                    schedule: [on update, 0 6 * * *]        | 1:12 Invalid schedule 'on update': in a list of several, each must be a cron.
                    schedule: 7                 | 1:11 Invalid value 7 of 'schedule': expected a text that is not blank.
                    zone: Europe/Berln          | 1:7 Invalid time zone 'Europe/Berln': there is no such zone. Did you mean 'Europe/Berlin'?
                    zone: Middle/Earth          | 1:7 Invalid time zone 'Middle/Earth': there is no such zone.
                    start: tomorrow             | 1:8 Invalid value 'tomorrow' of 'start': expected a date or a timestamp
                    {end: 2025-01-01, start: 2025-01-01T00:00, selection: stale} | 1:7 Invalid end '2025-01-01': it is not after the start '2025-01-01T00:00'.
                    watermark: soon             | 1:12 Invalid value 'soon' of 'watermark': expected a whole number and minutes
                    jitter: 8 days              | 1:9 Invalid value '8 days' of 'jitter': expected a whole number and minutes, hours, days, weeks or months, such as '30 days', at most 7 days.
                    missed: lst                 | 1:9 Invalid value 'lst' of 'missed': expected one of all, last, none. Did you mean 'last'?
                    missed: {most: 3}           | 1:9 Missing key 'policy': missed needs it.
                    missed: {policy: all, most: 0}  | 1:29 Invalid value 0 of 'most': expected a whole number from 1 to 10000.
                    missed: {policy: last, most: 3} | 1:30 Invalid key 'most': it bounds only 'policy: all'.
                    max_active_runs: 0          | 1:18 Invalid value 0 of 'max_active_runs': expected a whole number from 1 to 1000.
                    priority: 1001              | 1:11 Invalid value 1001 of 'priority': expected a whole number from -1000 to 1000.
                    enabled: maybe              | 1:10 Invalid value 'maybe' of 'enabled': expected true or false.
                    max_runs: 1                 | 1:1 Invalid key 'max_runs': a pipeline has no such key.
                    {schedule: on update, watermark: 1 hour, selection: stale} | 1:34 Invalid key 'watermark': it does nothing, since the pipeline runs on update.
                    {jitter: 1 hour, selection: stale} | 1:10 Invalid key 'jitter': it does nothing, since the pipeline runs only by hand.
                    """)
    void isRefused(String text, String expected) {
        boolean isWhole = text.startsWith("{");
        String schedule = text.startsWith("schedule") ? "" : "\nschedule: '@daily'";
        folder.write("pipelines/p.yaml", isWhole ? text : text + schedule + "\nselection: stale");

        assertThat(folder.problems()).singleElement().asString().contains(expected);
        assertThat(folder.problems()).singleElement().asString().startsWith("pipelines/p.yaml:1:");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceWithAMend() {
        List<String> problems = problems(
                """
                schedule: [60 * * * *, every 0 hours]
                zone: UCT+99
                start: 2025-02-01
                end: 2025-01-01
                missed: some
                priority: high
                """);

        assertThat(problems)
                .extracting(problem -> problem.substring(0, problem.indexOf(": ")))
                .containsExactly(
                        "pipelines/p.yaml:1:12 Invalid schedule '60 * * * *'",
                        "pipelines/p.yaml:1:24 Invalid schedule 'every 0 hours'",
                        "pipelines/p.yaml:1:24 Invalid schedule 'every 0 hours'",
                        "pipelines/p.yaml:2:7 Invalid time zone 'UCT+99'",
                        "pipelines/p.yaml:4:6 Invalid end '2025-01-01'",
                        "pipelines/p.yaml:5:9 Invalid value 'some' of 'missed'",
                        "pipelines/p.yaml:6:11 Invalid value 'high' of 'priority'");
        assertThat(folder.load().problems())
                .extracting(Problem::mend)
                .contains(
                        "Write for example '0 6 * * 1' for Mondays at six.",
                        "Write for example 'every 15 minutes'.",
                        "Say one kind only: crons, one span such as 'every 15 minutes', or 'on update'.",
                        "Write for example 'Europe/Berlin' or 'UTC'.",
                        "Put it later, or remove it to run on.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    '@daily'                    | true
                    '0-30/5 6 * jan-mar mon,7'  | true
                    ${var:when}                 | true
                    [0 6 * * *, '@weekly']      | true
                    [on update]                 | true
                    every 2 hours               | true
                    every 0 hours               | false
                    Every 2 hours               | false
                    every 2 Hours               | false
                    every two hours             | false
                    [0 6 * * *, every 2 hours]  | false
                    [on update, on update]      | false
                    0 6 * *                     | false
                    sometimes                   | false
                    """)
    void editorsAreToldTheSameOfSchedules(String schedule, boolean fits) {
        String text = "{schedule: " + schedule.replace("${var:when}", "\"${var:when}\"") + ", selection: stale}";
        folder.write("daybreak.yaml", "name: shop\nvariables: {when: every 2 days}\n")
                .write("pipelines/p.yaml", text);
        YamlValue value = YamlText.parse(text, Place.of("p"), new Problems()).orElseThrow();
        JsonNode sample = new ObjectMapper().valueToTree(Shapes.plain(value));
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(ProjectSchemas.all().get("pipeline"));

        assertThat(schema.validate(sample).isEmpty()).isEqualTo(fits);
        assertThat(folder.problems().isEmpty()).isEqualTo(fits);
    }
}
