package dev.daybreak.pipelines.api;

import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import java.util.List;

/**
 * What a pipeline in Java says.
 *
 * @param said keys and values as in {@code pipelines/NAME.yaml}
 * @param loader of the classes of the pipeline
 * @param steps in the order in which they were defined
 */
public record PipelineDefinition(String name, YamlValue.Mapping said, List<StepDefinition> steps, ClassLoader loader) {
    public PipelineDefinition {
        steps = List.copyOf(steps);
    }

    /**
     * Lets a pipeline define itself.
     *
     * @param file relative to the project
     * @param problems gets what is wrong
     * @throws RuntimeException whatever the pipeline throws
     */
    public static PipelineDefinition of(JavaPipeline pipeline, String name, String file, Problems problems) {
        PipelineBuilder builder =
                new PipelineBuilder(name, new CodePlace(pipeline.getClass(), file), new Place(file, 1, 1), problems);
        pipeline.define(builder);
        return builder.definition(pipeline.getClass().getClassLoader());
    }
}
