package dev.daybreak.pipelines.api;

import dev.daybreak.project.asset.TriggerRule;
import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.problem.Place;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A step as its pipeline defines it.
 *
 * @param said keys and values as of an asset in YAML
 * @param after names of the steps that come first
 * @param assets names of the assets that come first, as written, with where
 * @param needs those of {@code after} that must have succeeded whatever the rule says
 */
public record StepDefinition(
        String name,
        Place place,
        YamlValue.Mapping said,
        List<String> after,
        Map<String, Place> assets,
        TriggerRule rule,
        List<String> needs,
        Doing doing) {
    public StepDefinition {
        after = List.copyOf(after);
        assets = Collections.unmodifiableMap(new LinkedHashMap<>(assets));
        needs = List.copyOf(needs);
    }
}
