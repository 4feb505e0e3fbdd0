package dev.daybreak.project.load;

import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shape;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.schedule.Pipeline;
import java.util.List;
import java.util.Optional;

/** The form of {@code pipelines/NAME.yaml}. */
final class PipelineForm {
    private static final Shape<String> CRON = Shapes.located(Scalars.text()).then(CronText::check);
    private static final Key<List<String>> SCHEDULE = Key.withDefault(
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

    /** @return empty if an error was noted */
    static Optional<Unchecked> read(String name, String file, YamlValue value, Reading reading) {
        Problems problems = reading.problems();
        Optional<Fields> read = FORM.read(name, value, problems);
        return read.map(fields -> {
            List<Located<String>> selection = fields.value(SELECTION);
            Pipeline pipeline = new Pipeline(
                    name,
                    CommonKeys.about(fields, file),
                    fields.value(SCHEDULE),
                    selection.stream().map(Located::value).toList());
            return new Unchecked(pipeline, selection);
        });
    }
}
