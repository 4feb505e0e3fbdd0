package dev.daybreak.server.prediction;

import dev.daybreak.models.artifact.GoldenRow;
import dev.daybreak.models.artifact.Insight;
import dev.daybreak.models.artifact.Manifest;
import dev.daybreak.models.artifact.ModelArtifact;
import dev.daybreak.models.boosting.Matrix;
import dev.daybreak.models.boosting.Trainer;
import dev.daybreak.models.boosting.Trainer.Fit;
import dev.daybreak.models.boosting.Trainer.Labelled;
import dev.daybreak.models.features.Encoding;
import dev.daybreak.models.features.RowEncoder;
import dev.daybreak.project.asset.ModelAsset.FeatureKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;

/** Makes small models of three features: {@code age}, {@code city} and {@code member}. */
public final class Artifacts {
    static final List<Encoding> FEATURES = List.of(
            new Encoding("age", FeatureKind.NUMERIC, "double", List.of()),
            new Encoding("city", FeatureKind.CATEGORICAL, "string", List.of("berlin", "oslo", "rome")),
            new Encoding("member", FeatureKind.BOOLEAN, "boolean", List.of()));

    private Artifacts() {}

    /** Writes a model; another seed gives other predictions. */
    public static void write(Path file, long seed) {
        write(file, seed, Optional.empty());
    }

    /** The same, with what is kept of it to be looked at. */
    public static void write(Path file, long seed, Optional<Insight> insight) {
        Labelled rows = rows(seed);
        Trainer trainer = new Trainer(
                Map.of("objective", "binary:logistic", "max_depth", 3),
                10,
                seed,
                1,
                OptionalInt.empty(),
                new boolean[] {false, true, false});
        List<GoldenRow> golden = new ArrayList<>();
        RowEncoder encoder = new RowEncoder(FEATURES);
        try (Fit fit = trainer.train(rows, Optional.empty(), () -> false, round -> {})) {
            float[] predictions = fit.trees().predict(rows.rows());
            for (int i = 0; i < 5; i++) {
                golden.add(new GoldenRow(encoder.decode(rows.rows().values(), 3 * i), predictions[i]));
            }
            Files.createDirectories(file.getParent());
            new ModelArtifact(fit.model(), manifest(fit), Map.of(), golden, insight).write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Manifest manifest(Fit fit) {
        Manifest.Rows all = new Manifest.Rows("all", 400);
        return new Manifest(
                Manifest.FORMAT,
                "clicks",
                "clicked",
                FEATURES,
                "binary:logistic",
                new TreeMap<>(),
                fit.rounds(),
                1,
                1,
                "xgboost",
                "3.0.4",
                0,
                "features.clicks",
                Map.of("features.clicks", 1L),
                all,
                all,
                all,
                "0");
    }

    private static Labelled rows(long seed) {
        Random random = new Random(seed);
        float[] values = new float[400 * 3];
        float[] labels = new float[400];
        for (int i = 0; i < 400; i++) {
            values[3 * i] = 20 + random.nextInt(60);
            values[3 * i + 1] = random.nextInt(3);
            values[3 * i + 2] = random.nextInt(2);
            labels[i] = values[3 * i] + 10 * values[3 * i + 1] + random.nextInt(40) > 75 ? 1 : 0;
        }
        return new Labelled(new Matrix(values, 400, 3), labels);
    }
}
