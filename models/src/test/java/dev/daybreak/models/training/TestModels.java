package dev.daybreak.models.training;

import dev.daybreak.project.asset.About;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.ModelAsset.Algorithm;
import dev.daybreak.project.asset.ModelAsset.EarlyStopping;
import dev.daybreak.project.asset.ModelAsset.Feature;
import dev.daybreak.project.asset.ModelAsset.FeatureKind;
import dev.daybreak.project.asset.ModelAsset.Gate;
import dev.daybreak.project.asset.ModelAsset.Split;
import dev.daybreak.project.asset.ModelAsset.TimeSplit;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Span;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model of clicks, and variations of it. */
final class TestModels {
    static final Place PLACE = new Place("models/clicks.yaml", 1, 1);
    static final DataInterval FIFTH_WEEK =
            new DataInterval(Instant.parse("2026-01-29T00:00:00Z"), Instant.parse("2026-02-05T00:00:00Z"));

    static final DataInterval SIXTH_WEEK = new DataInterval(FIFTH_WEEK.end(), Instant.parse("2026-02-12T00:00:00Z"));

    private Split split = new TimeSplit(Span.days(7));
    private String label = "clicked";
    private String[] gate = {"auc > 0.6"};
    private Optional<EarlyStopping> stopping = Optional.of(new EarlyStopping(5, 0.2));
    private Optional<String> timeColumn = Optional.of("day");
    private List<Feature> features = List.of(
            new Feature("age", FeatureKind.NUMERIC),
            new Feature("city", FeatureKind.CATEGORICAL),
            new Feature("member", FeatureKind.BOOLEAN));
    private Map<String, Object> parameters = Map.of("max_depth", 3, "eta", 0.3);

    static TestModels clicks() {
        return new TestModels();
    }

    TestModels split(Split other) {
        split = other;
        return this;
    }

    TestModels label(String other) {
        label = other;
        return this;
    }

    TestModels gate(String... others) {
        gate = others;
        return this;
    }

    TestModels timeColumn(String other) {
        timeColumn = Optional.ofNullable(other);
        return this;
    }

    TestModels features(Feature... others) {
        features = List.of(others);
        return this;
    }

    TestModels parameters(Map<String, Object> others) {
        parameters = others;
        return this;
    }

    TestModels allRounds() {
        stopping = Optional.empty();
        return this;
    }

    ModelAsset build() {
        return new ModelAsset(
                new AssetKey(AssetKey.MODELS, "clicks"),
                new About("", "", List.of(), PLACE),
                Workbench.TABLE,
                Optional.of(Span.days(28)),
                Optional.empty(),
                timeColumn,
                label,
                features,
                split,
                new Algorithm("xgboost", parameters, 60, 5, 2, stopping),
                Arrays.stream(gate).map(text -> new Gate(text, PLACE)).toList(),
                50,
                true);
    }
}
