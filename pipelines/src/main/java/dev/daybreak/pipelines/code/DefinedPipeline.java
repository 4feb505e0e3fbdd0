package dev.daybreak.pipelines.code;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.StepAsset;
import dev.daybreak.project.schedule.Pipeline;
import java.util.List;
import java.util.Map;

/** A pipeline in Java with its steps as assets. */
record DefinedPipeline(Pipeline pipeline, List<StepAsset> steps, Map<AssetKey, StepCode> code) {
    DefinedPipeline {
        steps = List.copyOf(steps);
        code = Map.copyOf(code);
    }
}
