package dev.daybreak.models.registry;

import dev.daybreak.models.evaluation.Metric;
import dev.daybreak.models.registry.ModelVersion.Outcome;
import dev.daybreak.project.time.DataInterval;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A version that is to be registered; its number is given by the registry.
 *
 * @param champion the version it was judged against; 0 if there was none
 * @param comparesWithChampion whether the gate looked at the champion
 */
public record NewVersion(
        String name,
        String sha256,
        Map<String, Metric> metrics,
        Outcome outcome,
        String reason,
        int champion,
        boolean comparesWithChampion,
        DataInterval interval,
        String table,
        long snapshot,
        String run,
        String step) {
    public NewVersion {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    NewVersion heldBack(String because) {
        return new NewVersion(
                name,
                sha256,
                metrics,
                Outcome.HELD_BACK,
                because,
                champion,
                comparesWithChampion,
                interval,
                table,
                snapshot,
                run,
                step);
    }
}
