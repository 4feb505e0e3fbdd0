package dev.daybreak.project.load;

import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.About;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.form.Substitution;
import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.schedule.Pipeline;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a pipeline that is written in Java says of itself and its steps by the forms of the YAML files, so that both take the same
 * words, make the same values, and are told the same when something is wrong. Not safe for threads.
 */
public final class CodeForms {
    private final Reading reading;

    /**
     * @param root the project's folder
     * @param problems gets what is wrong
     */
    public CodeForms(Settings settings, Path root, Problems problems) {
        Substitution substitution = new Substitution(root, System::getenv, settings.variables());
        this.reading = new Reading(Optional.of(settings), substitution, problems);
    }

    /**
     * @param said its keys and values, as in {@code pipelines/NAME.yaml}; its place is where the pipeline begins
     * @return empty if an error was noted
     */
    public Optional<Pipeline> pipeline(String name, YamlValue.Mapping said) {
        int before = reading.problems().errors();
        Optional<Pipeline> pipeline =
                PipelineForm.read(name, said.place().file(), said, reading).map(PipelineForm.Unchecked::pipeline);
        return reading.problems().errors() == before ? pipeline : Optional.empty();
    }

    /**
     * @param said its keys and values; its place is where the step begins
     * @return empty if an error was noted
     */
    public Optional<About> step(AssetKey key, YamlValue.Mapping said) {
        return StepForm.read(key.toString(), said, reading);
    }

    /** Notes what a step waits for that is not there. */
    public void checkSensors(Asset step, Set<AssetKey> known) {
        SensorForm.check(step, known, reading);
    }
}
