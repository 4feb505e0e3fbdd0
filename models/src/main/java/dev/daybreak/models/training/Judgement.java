package dev.daybreak.models.training;

import dev.daybreak.models.evaluation.Condition;
import dev.daybreak.models.evaluation.Condition.Finding;
import dev.daybreak.models.evaluation.Evaluation;
import dev.daybreak.models.evaluation.Rival;
import dev.daybreak.models.registry.ModelVersion.Outcome;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.ModelAsset.Gate;
import java.util.ArrayList;
import java.util.List;

/**
 * What the gate says of a version.
 *
 * @param reason in words
 */
record Judgement(Outcome outcome, String reason) {
    static Judgement of(ModelAsset model, Evaluation evaluation, Rival rival) {
        List<String> held = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (Condition condition : conditions(model)) {
            Finding finding = condition.judge(evaluation.metrics(), rival);
            (finding.holds() ? held : failed).add(finding.words());
        }
        if (!failed.isEmpty()) {
            return new Judgement(Outcome.HELD_BACK, String.join("; ", failed));
        }
        String reason = held.isEmpty() ? "its gate has no conditions" : String.join("; ", held);
        return new Judgement(model.promote() ? Outcome.PROMOTED : Outcome.PASSED, reason);
    }

    static boolean comparesWithChampion(ModelAsset model) {
        return conditions(model).stream()
                .anyMatch(condition -> condition.championMetric().isPresent());
    }

    private static List<Condition> conditions(ModelAsset model) {
        return model.gate().stream()
                .map(Gate::text)
                .map(text -> Condition.parse(text)
                        .orElseThrow(() -> new IllegalArgumentException("Validation lets no such gate pass: " + text)))
                .toList();
    }
}
