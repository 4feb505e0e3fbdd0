package dev.daybreak.models.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.asset.About;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.ModelAsset.Algorithm;
import dev.daybreak.project.asset.ModelAsset.EarlyStopping;
import dev.daybreak.project.asset.ModelAsset.Feature;
import dev.daybreak.project.asset.ModelAsset.FeatureKind;
import dev.daybreak.project.asset.ModelAsset.Gate;
import dev.daybreak.project.asset.ModelAsset.RandomSplit;
import dev.daybreak.project.asset.ModelAsset.Split;
import dev.daybreak.project.asset.ModelAsset.TimeSplit;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelRulesTest {
    private static final Place FILE = new Place("models/clicks.yaml", 1, 1);
    private static final Place GATE = new Place("models/clicks.yaml", 20, 5);
    private static final Schema COLUMNS = Schema.of(
            Column.of("day", Primitive.DATE),
            Column.of("age", Primitive.DOUBLE),
            Column.of("city", Primitive.STRING),
            Column.of("clicked", Primitive.BOOLEAN));

    private List<Feature> features =
            List.of(new Feature("age", FeatureKind.NUMERIC), new Feature("city", FeatureKind.CATEGORICAL));
    private String label = "clicked";
    private Optional<String> time = Optional.of("day");
    private Split split = new TimeSplit(Span.days(7));
    private Algorithm algorithm = algorithm("xgboost", Map.of("max_depth", 6));
    private String gate = "auc > 0.8";

    private static Algorithm algorithm(String name, Map<String, Object> parameters) {
        return new Algorithm(name, parameters, 100, 1, 2, Optional.of(new EarlyStopping(10, 0.1)));
    }

    private List<Problem> problems() {
        return ModelRules.validate(
                new ModelAsset(
                        new AssetKey("models", "clicks"),
                        new About("", "", List.of(), FILE),
                        AssetKey.parse("features.clicks"),
                        Optional.empty(),
                        Optional.empty(),
                        time,
                        label,
                        features,
                        split,
                        algorithm,
                        List.of(new Gate(gate, GATE)),
                        100,
                        true),
                Optional.of(COLUMNS));
    }

    private void finds(String message) {
        assertThat(problems()).singleElement().satisfies(problem -> {
            assertThat(problem.message()).isEqualTo(message);
            assertThat(problem.place()).isEqualTo(message.startsWith("Invalid gate") ? GATE : FILE);
        });
    }

    @Test
    void findsNothingInAGoodModel() {
        assertThat(problems()).isEmpty();
    }

    @Test
    void namesTheNearestColumn() {
        features = List.of(new Feature("agee", FeatureKind.NUMERIC));

        finds("Invalid feature 'agee': table features.clicks has no such column. Did you mean 'age'?");
    }

    @Test
    void refusesTheLabelAsAFeature() {
        features = List.of(new Feature("age", FeatureKind.NUMERIC), new Feature("clicked", FeatureKind.BOOLEAN));

        finds("Invalid feature 'clicked': it is the label, so the model would be told the answer");
    }

    @Test
    void refusesTextAsANumber() {
        features = List.of(new Feature("city", FeatureKind.NUMERIC));

        finds("Invalid feature 'city': a numeric feature cannot be read from a column of type string; permitted: int,"
                + " long, float, double, decimal(p,s)");
    }

    @Test
    void refusesAnUnknownLabelAndTimeColumn() {
        label = "click";
        time = Optional.of("days");

        assertThat(problems())
                .extracting(Problem::message)
                .containsExactly(
                        "Invalid label 'click': table features.clicks has no such column.",
                        "Invalid time column 'days': table features.clicks has no such column. Did you mean 'day'?");
    }

    @Test
    void needsATimeColumnToSplitByTime() {
        time = Optional.empty();

        finds("Missing time column: a split by time needs one");
    }

    @Test
    void refusesAShareThatIsNone() {
        split = new RandomSplit(1.5);

        finds("Invalid split share 1.5: must be greater than 0 and less than 1");
    }

    @Test
    void refusesAnotherAlgorithm() {
        algorithm = algorithm("xgbost", Map.of());

        finds("Invalid algorithm 'xgbost'; permitted: xgboost. Did you mean 'xgboost'?");
    }

    @Test
    void pointsToWhereAParameterBelongs() {
        algorithm = algorithm("xgboost", Map.of("nthread", 4));

        finds("Invalid parameter 'nthread': it is not one of the parameters that are passed on");
        assertThat(problems().get(0).mend()).isEqualTo("Set 'threads' beside 'parameters'");
    }

    @Test
    void warnsOfAParameterThatXgboostWouldIgnore() {
        algorithm = algorithm("xgboost", Map.of("max_deph", 4));

        finds("Invalid parameter 'max_deph': XGBoost would ignore it. Did you mean 'max_depth'?");
        assertThat(problems().get(0).isError()).isFalse();
    }

    @Test
    void refusesAnObjectiveThatIsNotMeasured() {
        algorithm = algorithm("xgboost", Map.of("objective", "multi:softprob"));

        assertThat(problems().get(0).message())
                .startsWith("Invalid objective 'multi:softprob'; permitted: binary:logistic, ");
    }

    @Test
    void refusesAGateOfAnotherForm() {
        gate = "auc better than before";

        assertThat(problems().get(0).message())
                .startsWith("Invalid gate 'auc better than before'; permitted: a metric, ");
    }

    @Test
    void refusesAMetricThatDoesNotFit() {
        gate = "rmse < 3";

        finds("Invalid gate 'rmse < 3': 'rmse' does not fit the objective; permitted: auc, log_loss, pr_auc,"
                + " calibration_error, calibration_ratio.");
    }

    @Test
    void namesTheNearestMetric() {
        gate = "auc >= champion.acu";

        finds(
                "Invalid gate 'auc >= champion.acu': no metric 'acu'; permitted: auc, log_loss, pr_auc, calibration_error,"
                        + " calibration_ratio. Did you mean 'auc'?");
    }
}
