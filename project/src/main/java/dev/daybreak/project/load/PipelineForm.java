package dev.daybreak.project.load;

import dev.daybreak.project.asset.About;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shape;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.schedule.Cron;
import dev.daybreak.project.schedule.Missed;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.schedule.Timetable;
import dev.daybreak.project.schedule.Trigger;
import java.util.List;
import java.util.Optional;

/** The form of {@code pipelines/NAME.yaml}. */
final class PipelineForm {
    private static final Shape<Cron> CRON = Shapes.located(Scalars.text()).then(CronText::check);
    private static final Key<List<Cron>> SCHEDULE = Key.withDefault(
            "schedule",
            Shapes.oneOrMany(CRON),
            "When it runs, in the project's time zone: five cron fields, or @hourly, @daily, @weekly, @monthly, @yearly.",
            List.of(),
            "only by hand");
    private static final Key<List<Located<String>>> SELECTION = Key.required(
            "selection",
            Shapes.oneOrMany(Shapes.located(Scalars.text())),
            "The assets it brings up to date, as on the command line: name, +name, name+, tag:x, owner:x, stale.");

    static final Form FORM =
            Form.of("a pipeline", CommonKeys.DESCRIPTION, CommonKeys.OWNER, CommonKeys.TAGS, SCHEDULE, SELECTION);

    /** A pipeline with the places of its selection's terms, which are checked when all assets are known. */
    record Unchecked(Pipeline pipeline, List<Located<String>> selection) {}

    private PipelineForm() {}

    /** @return as much of it as can be read, for checks across files; empty if it is no form at all */
    static Optional<Unchecked> read(String name, String file, YamlValue value, Reading reading) {
        return FORM.readAll(name, value, reading.problems()).map(fields -> {
            List<Located<String>> selection = fields.find(SELECTION).orElse(List.of());
            About about = new About(
                    fields.find(CommonKeys.DESCRIPTION).orElse(""),
                    fields.find(CommonKeys.OWNER).orElse(""),
                    fields.find(CommonKeys.TAGS).orElse(List.of()),
                    new Place(file, 1, 1));
            List<Cron> crons = fields.find(SCHEDULE).orElse(List.of());
            Pipeline pipeline = new Pipeline(
                    name,
                    about,
                    crons.isEmpty()
                            ? new Trigger.ByHand()
                            : new Trigger.OnSchedule(Timetable.of(crons, reading.zone())),
                    reading.zone(),
                    Optional.empty(),
                    Optional.empty(),
                    Pipeline.NO_SPAN,
                    Pipeline.NO_SPAN,
                    Missed.DEFAULT,
                    1,
                    0,
                    true,
                    selection.stream().map(Located::value).toList());
            return new Unchecked(pipeline, selection);
        });
    }
}
