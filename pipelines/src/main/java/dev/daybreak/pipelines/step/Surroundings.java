package dev.daybreak.pipelines.step;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * What steps find around them.
 *
 * @param project the folder of the project
 * @param variables of the project
 */
public record Surroundings(Path project, Map<String, Object> variables, LakeSql lake, OutsideSql outside) {
    public Surroundings {
        Objects.requireNonNull(project, "project");
        Objects.requireNonNull(lake, "lake");
        Objects.requireNonNull(outside, "outside");
        variables = Map.copyOf(variables);
    }
}
