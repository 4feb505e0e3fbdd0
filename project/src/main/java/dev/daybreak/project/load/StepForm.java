package dev.daybreak.project.load;

import dev.daybreak.project.asset.About;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.YamlValue;
import java.util.Optional;

/** What a step of a pipeline in Java may say of itself; it has no file of its own. */
final class StepForm {
    private static final Form FORM = Form.of(
            "a step",
            CommonKeys.DESCRIPTION,
            CommonKeys.OWNER,
            CommonKeys.DOMAIN,
            CommonKeys.TAGS,
            TriesForm.RETRIES,
            TriesForm.TIMEOUT,
            PoolForm.POOL,
            PoolForm.WEIGHT,
            SensorForm.WAIT_FOR);

    private StepForm() {}

    /** @return empty if an error was noted */
    static Optional<About> read(String name, YamlValue.Mapping said, Reading reading) {
        int before = reading.problems().errors();
        Optional<About> about = FORM.readAll(name, said, reading.problems())
                .map(fields -> CommonKeys.about(fields, said.place(), reading));
        return reading.problems().errors() == before ? about : Optional.empty();
    }
}
