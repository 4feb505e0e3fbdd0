package dev.daybreak.models.training;

import dev.daybreak.models.artifact.GoldenRow;
import dev.daybreak.models.artifact.Insight;
import dev.daybreak.models.artifact.Manifest;
import dev.daybreak.models.artifact.ModelArtifact;
import dev.daybreak.models.evaluation.Evaluation;
import dev.daybreak.models.evaluation.Rival;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.problem.DaybreakException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A model with what was measured of it on its holdout.
 *
 * @param model as the library saves it
 * @param importance as {@link Insight} has it
 */
@SuppressWarnings("ArrayRecordComponent") // Internal value that is never compared.
record TrainedModel(
        byte[] model,
        Manifest manifest,
        Evaluation evaluation,
        List<GoldenRow> golden,
        Map<String, Double> importance) {
    Judgement judge(ModelAsset asset, Rival rival) {
        try {
            return Judgement.of(asset, evaluation, rival);
        } catch (DaybreakException e) {
            throw e.at(asset.about().place());
        }
    }

    ModelArtifact artifact(Rival rival, Judgement judgement) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("holdout", evaluation.metrics());
        metrics.put("rows", evaluation.rows());
        metrics.put("gate", judgement.reason());
        if (rival instanceof Rival.Measured measured) {
            metrics.put("champion", new TreeMap<>(measured.metrics()));
        }
        return new ModelArtifact(
                model, manifest, metrics, golden, Optional.of(new Insight(evaluation.curves(), importance)));
    }
}
