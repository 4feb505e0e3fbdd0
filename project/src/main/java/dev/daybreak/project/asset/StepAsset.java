package dev.daybreak.project.asset;

import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.time.IntervalCut;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A step of a pipeline that is written in Java. It is done once for each data interval of its pipeline, and the small value that it yields
 * is what it publishes.
 *
 * @param key the pipeline's name as namespace, and the step's own
 * @param cut the intervals of its pipeline
 * @param start where the first of them begins; empty: with the project
 * @param after the steps and assets that it comes after; the values of steps are what it may read
 * @param needs those of them that must have succeeded whatever the rule says
 * @param code what it does, in a canonical text: where it changes, the step is stale
 */
public record StepAsset(
        AssetKey key,
        About about,
        Optional<IntervalCut> cut,
        Optional<Instant> start,
        List<Input> after,
        TriggerRule rule,
        Set<AssetKey> needs,
        String code)
        implements Asset {
    public StepAsset {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(about, "about");
        Objects.requireNonNull(cut, "cut");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(code, "code");
        after = List.copyOf(after);
        needs = Set.copyOf(needs);
    }

    /** The name of the pipeline. */
    public String pipeline() {
        return key.namespace();
    }

    /** Empty: it has no rows. */
    @Override
    public Optional<TimePartition> timePartition() {
        return Optional.empty();
    }

    @Override
    public boolean needs(AssetKey input) {
        return needs.contains(input);
    }

    @Override
    public boolean isPartOfEverything() {
        return false;
    }

    @Override
    public List<Input> declaredInputs() {
        return after;
    }

    @Override
    public List<CheckSpec> checks() {
        return List.of();
    }

    @Override
    public SortedMap<String, String> definition() {
        SortedMap<String, String> parts = new TreeMap<>();
        parts.put("code", code);
        parts.put("rule", rule + " " + needs);
        return parts;
    }
}
