package dev.daybreak.project.load;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.time.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The form of {@code models/NAME.yaml}. */
final class ModelForm {
    private static final Key<AssetKey> TRAIN = Key.required("train", CommonKeys.ASSET, "The training table.");
    private static final Key<Span> WINDOW = Key.optional(
            "window",
            CommonKeys.SPAN,
            "How much of the table one version reads, training span and holdout together; by default all of it.");
    private static final Key<String> TIME = Key.optional(
            "time", Scalars.text(), "The column of the training table that orders rows; a split by time needs it.");
    private static final Key<String> LABEL = Key.required("label", Scalars.text(), "The column to predict.");

    private static final Key<List<String>> NUMERIC = features("numeric", "Columns that are numbers.");
    private static final Key<List<String>> CATEGORICAL =
            features("categorical", "Columns whose values stand for a class; unseen values are read as missing.");
    private static final Key<List<String>> BOOLEAN = features("boolean", "Columns that are true or false.");
    static final Form FEATURES_FORM = Form.of("the features of a model", NUMERIC, CATEGORICAL, BOOLEAN);
    private static final Key<Fields> FEATURES =
            Key.required("features", FEATURES_FORM, "The columns of the training table that the model reads, by kind.");

    private static final Key<ModelAsset.TrainOn> TRAIN_ON = Key.withDefault(
            "train_on",
            Scalars.choice(Map.of("spark", ModelAsset.TrainOn.SPARK)),
            "Trains with all workers of Spark together; by default, the process that carries out the step trains.",
            ModelAsset.TrainOn.PROGRAM,
            "the process itself");
    private static final Key<List<Located<String>>> GATE = Key.withDefault(
            "gate",
            Shapes.oneOrMany(Shapes.located(Scalars.parsed(GateText.PERMITTED, GateText::parse))),
            "Conditions that must all hold before a version may be promoted.",
            List.of(),
            "none");
    private static final Key<Long> BOOTSTRAP = Key.withDefault(
            "bootstrap",
            Scalars.wholeNumber(0, 100_000),
            "How many resamples the confidence intervals of the metrics are drawn from; 0 for no intervals.",
            200L,
            "200");
    private static final Key<Boolean> PROMOTE = Key.withDefault(
            "promote",
            Scalars.flag(),
            "Whether a version that passes its gate becomes Production at once.",
            true,
            "true");

    static final Form FORM = Form.of(
            "a model",
            CommonKeys.DESCRIPTION,
            CommonKeys.OWNER,
            CommonKeys.DOMAIN,
            CommonKeys.TAGS,
            TriesForm.RETRIES,
            TriesForm.TIMEOUT,
            PoolForm.POOL,
            PoolForm.WEIGHT,
            SensorForm.WAIT_FOR,
            SensorForm.WATERMARK,
            CommonKeys.FRESH,
            TRAIN,
            WINDOW,
            Partitioning.OF_MODEL,
            TIME,
            LABEL,
            FEATURES,
            TrainingForms.SPLIT,
            TrainingForms.ALGORITHM,
            TRAIN_ON,
            GATE,
            BOOTSTRAP,
            PROMOTE);

    private ModelForm() {}

    private static Key<List<String>> features(String name, String description) {
        return Key.withDefault(name, Shapes.listOf(Scalars.text()), description, List.of(), "none");
    }

    /** @return empty if an error was noted */
    static Optional<ModelAsset> read(AssetKey key, String file, YamlValue value, Reading reading) {
        Problems problems = reading.problems();
        int before = problems.errors();
        Optional<Fields> read = FORM.readAll(key.toString(), value, problems);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        Fields fields = read.get();
        Optional<Partitioning> partition = fields.find(Partitioning.OF_MODEL);
        partition.ifPresent(found -> reading.requireStart(key, found.time(), fields.place(Partitioning.OF_MODEL)));
        boolean isSplitByTime = fields.find(TrainingForms.SPLIT)
                .filter(ModelAsset.TimeSplit.class::isInstance)
                .isPresent();
        if (isSplitByTime && !fields.has(TIME)) {
            problems.error(
                    fields.place(TrainingForms.SPLIT),
                    "Missing key 'time': a split by time needs the column that orders rows.",
                    "Add 'time: ' with a date or timestamp column of the training table.");
        }
        List<ModelAsset.Feature> features = fields.find(FEATURES)
                .map(found -> features(found, fields.find(LABEL), problems))
                .orElse(List.of());
        if (problems.errors() > before) {
            return Optional.empty();
        }
        Optional<String> time = fields.find(TIME);
        return Optional.of(new ModelAsset(
                key,
                CommonKeys.about(fields, file, reading),
                fields.value(TRAIN),
                fields.find(WINDOW),
                partition.flatMap(Partitioning::time).map(cut -> cut.in(reading.zone(), time.orElse(""))),
                time,
                fields.value(LABEL),
                features,
                fields.value(TrainingForms.SPLIT),
                fields.value(TrainingForms.ALGORITHM).trainedOn(fields.value(TRAIN_ON)),
                fields.value(GATE).stream()
                        .map(gate -> new ModelAsset.Gate(gate.value(), gate.place()))
                        .toList(),
                fields.value(BOOTSTRAP).intValue(),
                fields.value(PROMOTE)));
    }

    private static List<ModelAsset.Feature> features(Fields fields, Optional<String> label, Problems problems) {
        List<ModelAsset.Feature> features = new ArrayList<>();
        Map<String, Key<List<String>>> seen = new HashMap<>();
        Map<Key<List<String>>, ModelAsset.FeatureKind> kinds = Map.of(
                NUMERIC, ModelAsset.FeatureKind.NUMERIC,
                CATEGORICAL, ModelAsset.FeatureKind.CATEGORICAL,
                BOOLEAN, ModelAsset.FeatureKind.BOOLEAN);
        for (Key<List<String>> key : List.of(NUMERIC, CATEGORICAL, BOOLEAN)) {
            for (String column : fields.value(key)) {
                if (seen.put(column, key) != null) {
                    problems.error(
                            fields.place(key),
                            "Invalid features: column '" + column + "' stands twice.",
                            "Name it once.");
                } else if (label.isPresent() && label.get().equals(column)) {
                    problems.error(
                            fields.place(key),
                            "Invalid features: column '" + column + "' is the label, which a model must not read.",
                            "Remove it from the features.");
                }
                features.add(new ModelAsset.Feature(column, kinds.get(key)));
            }
        }
        if (features.isEmpty()) {
            problems.error(
                    fields.place(),
                    "Missing features: a model reads at least one column.",
                    "Name columns under numeric, categorical or boolean.");
        }
        return features;
    }
}
