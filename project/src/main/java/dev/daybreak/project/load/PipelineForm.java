package dev.daybreak.project.load;

import dev.daybreak.project.asset.About;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shape;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.schedule.Missed;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.time.Span;
import dev.daybreak.project.time.TimeText;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The form of {@code pipelines/NAME.yaml}. */
final class PipelineForm {
    private static final Shape<Span> SPAN = Scalars.parsed(Span.PERMITTED, Span::parse);
    private static final Key<Schedule> SCHEDULE = Key.withDefault(
            "schedule",
            new ScheduleShape(),
            "When it runs: one or several of five cron fields or @hourly, @daily, @weekly, @monthly, @yearly; or a span such as"
                    + " 'every 15 minutes'; or 'on update', when assets outside of the selection that it reads are updated.",
            Schedule.BY_HAND,
            "only by hand");
    private static final Key<ZoneId> ZONE = Key.optional(
            "zone",
            Shapes.located(Scalars.text()).then(ZoneText::check),
            "The time zone of its schedule and dates, such as 'Europe/Berlin'; by default the project's.");
    private static final Key<String> START = Key.optional(
            "start",
            CommonKeys.TIME,
            "Its first interval begins here or later; a schedule such as 'every 2 days' counts from it.");
    private static final Key<String> END =
            Key.optional("end", CommonKeys.TIME, "Its last interval ends here or earlier; by default never.");
    private static final Key<Span> WATERMARK = Key.withDefault(
            "watermark",
            SPAN,
            "How long it waits after the end of an interval, so that late data is there.",
            Pipeline.NO_SPAN,
            "none");
    private static final Key<Span> JITTER = Key.withDefault(
            "jitter",
            Scalars.parsed(
                    Span.PERMITTED + ", at most " + Pipeline.LONGEST_JITTER_DAYS + " days",
                    text -> Span.parse(text).filter(Pipeline::mayBeJitter)),
            "How far its runs are spread after that: each waits a part of this, always the same for an interval.",
            Pipeline.NO_SPAN,
            "none");
    private static final Key<Missed> MISSED = Key.withDefault(
            "missed",
            MissedForm.SHAPE,
            "What becomes of runs that were due while nothing was up, or the pipeline was paused or disabled.",
            Missed.DEFAULT,
            "last");
    private static final Key<Long> MAX_ACTIVE_RUNS = Key.withDefault(
            "max_active_runs", Scalars.wholeNumber(1, 1000), "How many of its runs may be open at once.", 1L, "1");
    private static final Key<Long> PRIORITY = Key.withDefault(
            "priority",
            Scalars.wholeNumber(-1000, 1000),
            "Where runs wait for slots, the one with the greater number goes first.",
            0L,
            "0");
    private static final Key<Boolean> ENABLED = Key.withDefault(
            "enabled", Scalars.flag(), "Whether its schedule is heard; by hand it runs in any case.", true, "true");
    private static final Key<List<Located<String>>> SELECTION = Key.required(
            "selection",
            Shapes.oneOrMany(Shapes.located(Scalars.text())),
            "The assets it brings up to date, as on the command line: name, +name, name+, tag:x, owner:x, domain:x, stale.");

    static final Form FORM = Form.of(
            "a pipeline",
            CommonKeys.DESCRIPTION,
            CommonKeys.OWNER,
            CommonKeys.TAGS,
            SCHEDULE,
            ZONE,
            START,
            END,
            WATERMARK,
            JITTER,
            MISSED,
            MAX_ACTIVE_RUNS,
            PRIORITY,
            ENABLED,
            AlertForm.ON_FAILURE,
            AlertForm.ON_SUCCESS,
            SELECTION);

    /** A pipeline with the places of its selection's terms, which are checked when all assets are known. */
    record Unchecked(Pipeline pipeline, List<Located<String>> selection) {}

    private PipelineForm() {}

    /** @return as much of it as can be read, for checks across files; empty if it is no form at all */
    static Optional<Unchecked> read(String name, String file, YamlValue value, Reading reading) {
        Problems problems = reading.problems();
        return FORM.readAll(name, value, problems).map(fields -> {
            List<Located<String>> selection = fields.find(SELECTION).orElse(List.of());
            List<String> terms = selection.stream().map(Located::value).toList();
            int before = problems.errors();
            checkEnds(fields, reading);
            AlertForm.checkNames(fields, reading);
            fields.find(SCHEDULE).ifPresent(schedule -> checkUse(schedule, fields, problems));
            boolean isWhole = problems.errors() == before;
            About about = new About(
                    fields.find(CommonKeys.DESCRIPTION).orElse(""),
                    fields.find(CommonKeys.OWNER).orElse(""),
                    fields.find(CommonKeys.TAGS).orElse(List.of()),
                    new Place(file, 1, 1));
            Pipeline pipeline = isWhole
                    ? pipeline(name, about, fields, reading, terms)
                    : Pipeline.byHand(name, about, reading.zone(), terms);
            return new Unchecked(pipeline, selection);
        });
    }

    private static Pipeline pipeline(String name, About about, Fields fields, Reading reading, List<String> selection) {
        ZoneId zone = zone(fields, reading);
        Optional<Instant> start = time(START, fields, zone);
        return new Pipeline(
                name,
                about,
                fields.find(SCHEDULE).orElse(Schedule.BY_HAND).trigger(zone, start),
                zone,
                start,
                time(END, fields, zone),
                fields.find(WATERMARK).orElse(Pipeline.NO_SPAN),
                fields.find(JITTER).orElse(Pipeline.NO_SPAN),
                fields.find(MISSED).orElse(Missed.DEFAULT),
                fields.find(MAX_ACTIVE_RUNS).orElse(1L).intValue(),
                fields.find(PRIORITY).orElse(0L).intValue(),
                fields.find(ENABLED).orElse(true),
                AlertForm.onEnd(fields),
                selection);
    }

    private static ZoneId zone(Fields fields, Reading reading) {
        return fields.find(ZONE).orElseGet(reading::zone);
    }

    private static Optional<Instant> time(Key<String> key, Fields fields, ZoneId zone) {
        return fields.find(key).flatMap(text -> TimeText.parse(text, zone));
    }

    private static void checkEnds(Fields fields, Reading reading) {
        ZoneId zone = zone(fields, reading);
        Optional<Instant> start = time(START, fields, zone);
        Optional<Instant> end = time(END, fields, zone);
        if (start.isPresent() && end.isPresent() && !start.get().isBefore(end.get())) {
            reading.problems()
                    .error(
                            fields.place(END),
                            "Invalid end '" + fields.value(END) + "': it is not after the start '" + fields.value(START)
                                    + "'.",
                            "Put it later, or remove it to run on.");
        }
    }

    /** Notes an error for each key that means something only where times are scheduled. */
    private static void checkUse(Schedule schedule, Fields fields, Problems problems) {
        if (schedule.isTimed()) {
            return;
        }
        String reason = schedule.onUpdate() ? "the pipeline runs on update" : "the pipeline runs only by hand";
        for (Key<?> key : List.of(WATERMARK, JITTER, MISSED)) {
            if (fields.has(key)) {
                problems.error(
                        fields.place(key),
                        "Invalid key '" + key.name() + "': it does nothing, since " + reason + ".",
                        "Remove it, or schedule the pipeline by crons or a span such as 'every 15 minutes'.");
            }
        }
    }
}
