package dev.daybreak.models.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.models.boosting.Matrix;
import dev.daybreak.models.boosting.Trainer;
import dev.daybreak.models.boosting.Trainer.Fit;
import dev.daybreak.models.boosting.Trainer.Labelled;
import dev.daybreak.models.evaluation.Curves;
import dev.daybreak.models.evaluation.Curves.Point;
import dev.daybreak.models.features.Encoding;
import dev.daybreak.models.prediction.Predictor;
import dev.daybreak.project.asset.ModelAsset.FeatureKind;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelArtifactTest {
    private static final Insight INSIGHT = new Insight(
            new Curves(
                    List.of(new Point(0, 0), new Point(1, 1)),
                    List.of(new Point(1, 0.5)),
                    List.of(new Point(0.5, 0.4))),
            Map.of("x", 1.0));

    @TempDir
    Path folder;

    private Path file;
    private ModelArtifact artifact;

    @BeforeEach
    void train() throws IOException {
        float[] values = {1, 2, 3, 4, 5, 6, 7, 8};
        Trainer trainer = new Trainer(
                Map.of("objective", "reg:squarederror", "base_score", 0.5),
                5,
                1,
                1,
                OptionalInt.empty(),
                new boolean[1]);
        Labelled rows = new Labelled(new Matrix(values, 8, 1), values.clone());
        try (Fit fit = trainer.train(rows, Optional.empty(), () -> false, round -> {})) {
            artifact = new ModelArtifact(fit.model(), manifest(), Map.of("rows", 8), List.of(), Optional.empty());
        }
        file = folder.resolve("model.tar.gz");
        try (Predictor predictor = Predictor.load(written(artifact))) {
            artifact = golden(predictor.predict(Map.of("x", 3)));
        }
    }

    private static Manifest manifest() {
        Manifest.Rows rows = new Manifest.Rows("all", 8);
        return new Manifest(
                1,
                "sizes",
                "x",
                List.of(new Encoding("x", FeatureKind.NUMERIC, "double", List.of())),
                "reg:squarederror",
                new TreeMap<>(Map.of("eta", 0.3)),
                5,
                1,
                1,
                "xgboost",
                "3.0.4",
                0,
                "raw.sizes",
                Map.of("raw.sizes", 9L),
                rows,
                rows,
                rows,
                "code");
    }

    private ModelArtifact golden(double prediction) {
        return new ModelArtifact(
                artifact.model(),
                artifact.manifest(),
                artifact.metrics(),
                List.of(new GoldenRow(Map.of("x", 3), prediction)),
                Optional.of(INSIGHT));
    }

    private Path written(ModelArtifact content) throws IOException {
        content.write(file);
        return file;
    }

    @Test
    void hasTheModelAloneAtTheTop() throws IOException {
        List<String> names = new ArrayList<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new GzipCompressorInputStream(new BufferedInputStream(Files.newInputStream(written(artifact)))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                names.add(entry.getName());
                assertThat(entry.getLastModifiedTime()).isEqualTo(FileTime.fromMillis(0));
            }
        }

        assertThat(names)
                .containsExactly(
                        "daybreak/golden.json",
                        "daybreak/insight.json",
                        "daybreak/manifest.json",
                        "daybreak/metrics.json",
                        "xgboost-model");
        // Without a file name to go by, XGBoost knows its JSON form by the first two bytes.
        assertThat(new String(artifact.model(), 0, 2, java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"");
    }

    @Test
    void writesTheSameBytesTwiceAndReadsThemBack() throws IOException {
        byte[] first = Files.readAllBytes(written(artifact));
        ModelArtifact read = ModelArtifact.read(file);

        assertThat(Files.readAllBytes(written(artifact))).isEqualTo(first);
        assertThat(read.model()).isEqualTo(artifact.model());
        assertThat(read.manifest()).isEqualTo(artifact.manifest());
        assertThat(read.golden()).isEqualTo(artifact.golden());
        assertThat(read.insight()).contains(INSIGHT);
        assertThat(Files.readAllBytes(written(read))).isEqualTo(first);
    }

    @Test
    void isDescribedWithoutItsModel() throws IOException {
        Path whole = written(artifact);
        ModelArtifact old = new ModelArtifact(
                artifact.model(), artifact.manifest(), artifact.metrics(), artifact.golden(), Optional.empty());

        assertThat(ModelArtifact.describe(whole))
                .isEqualTo(new ModelArtifact.Description(artifact.manifest(), Optional.of(INSIGHT)));
        assertThat(ModelArtifact.describe(written(old)).insight()).isEmpty();
    }

    @Test
    void loadsWhatPredictsAsItDid() throws IOException {
        try (Predictor predictor = Predictor.load(written(artifact))) {
            assertThat(predictor.predict(Map.of("x", 3))).isBetween(2f, 4f);
        }
    }

    @Test
    void refusesWhatPredictsOtherwise() throws IOException {
        double prediction = artifact.golden().get(0).prediction();
        Path other = written(golden(prediction + 1e-4));

        assertThatThrownBy(() -> Predictor.load(other)).isInstanceOfSatisfying(DaybreakException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.BAD_SOURCE);
            assertThat(e)
                    .hasMessageStartingWith(
                            "Cannot load model artifact '" + file + "': golden row 1 of 1 is predicted as ")
                    .hasMessageContaining("when it was trained by XGBoost 3.0.4");
        });
    }

    @Test
    void refusesWhatIsNoArtifact() throws IOException {
        byte[] whole = Files.readAllBytes(written(artifact));
        Path half = Files.write(folder.resolve("half"), java.util.Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> Predictor.load(half))
                .isInstanceOfSatisfying(
                        DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_SOURCE))
                .hasMessageStartingWith("Cannot load model artifact '" + half + "'");
        assertThatThrownBy(() -> Predictor.load(folder.resolve("none")))
                .isInstanceOfSatisfying(
                        DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }
}
