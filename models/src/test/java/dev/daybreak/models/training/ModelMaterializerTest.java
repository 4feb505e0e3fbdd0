package dev.daybreak.models.training;

import static dev.daybreak.models.training.TestModels.FIFTH_WEEK;
import static dev.daybreak.models.training.TestModels.SIXTH_WEEK;
import static dev.daybreak.models.training.TestModels.clicks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.daybreak.models.artifact.GoldenRow;
import dev.daybreak.models.artifact.Insight;
import dev.daybreak.models.artifact.Manifest;
import dev.daybreak.models.artifact.ModelArtifact;
import dev.daybreak.models.evaluation.Curves;
import dev.daybreak.models.evaluation.Metric;
import dev.daybreak.models.prediction.Predictor;
import dev.daybreak.models.registry.ModelVersion.Outcome;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.step.Work;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.ModelAsset.GroupSplit;
import dev.daybreak.project.asset.ModelAsset.RandomSplit;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelMaterializerTest {
    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private ModelArtifact artifact(int version) {
        return ModelArtifact.read(file(version));
    }

    private Path file(int version) {
        return folder.resolve(bench.registry.version("clicks", version).artifact());
    }

    private static String change(String column, String expression) {
        return "SELECT * REPLACE (" + expression + " AS " + column + ") FROM (" + Workbench.ROWS + ")";
    }

    @Test
    void trainsJudgesRegistersAndPromotes() {
        Effect effect = bench.table(Workbench.ROWS).run(clicks().build(), FIFTH_WEEK);

        assertThat(effect.words()).matches("version 1 promoted, auc 0\\.\\d+ \\[0\\.\\d+, 0\\.\\d+]");
        assertThat(effect.snapshot()).isEmpty();
        assertThat(effect.inputs())
                .containsEntry(
                        Workbench.TABLE,
                        bench.lake
                                .find(Workbench.TABLE)
                                .orElseThrow()
                                .currentSnapshot()
                                .orElseThrow());
        assertThat(bench.registry
                        .production("clicks")
                        .orElseThrow()
                        .metrics()
                        .get("auc")
                        .value())
                .isGreaterThan(0.8);
        assertThat(bench.log.get(0)).contains("3360 to train on, 840 for early stopping, 1400 held out");
    }

    @Test
    void saysInTheManifestWhereTheModelComesFrom() {
        ModelAsset model = clicks().build();
        bench.table(Workbench.ROWS).run(model, FIFTH_WEEK);

        Manifest manifest = artifact(1).manifest();

        assertThat(manifest.training()).isEqualTo(new Manifest.Rows("2026-01-08T00:00:00Z/2026-01-29T00:00:00Z", 3360));
        assertThat(manifest.holdout()).isEqualTo(new Manifest.Rows("2026-01-29T00:00:00Z/2026-02-05T00:00:00Z", 1400));
        assertThat(manifest.features().get(1).categories()).containsExactly("berlin", "oslo", "rome");
        assertThat(manifest.snapshots()).containsOnlyKeys("features.clicks");
        assertThat(manifest.codeHash()).isEqualTo(new Fingerprint(model.definition()).hash());
        assertThat(manifest.libraryVersion()).isEqualTo("3.0.4");
        assertThat(manifest.objective()).isEqualTo("binary:logistic");
        assertThat(manifest.rounds()).isBetween(1, 60);
    }

    @Test
    void keepsRowsOfTheHoldoutWithWhatWasPredictedForThem() {
        bench.table(Workbench.ROWS).run(clicks().build(), FIFTH_WEEK);

        List<GoldenRow> golden = artifact(1).golden();

        assertThat(golden).hasSize(20);
        List<String> features = artifact(1).manifest().features().stream()
                .map(feature -> feature.column())
                .toList();
        try (Predictor predictor = Predictor.load(file(1))) {
            assertThat(golden).allSatisfy(row -> {
                assertThat(row.row()).containsOnlyKeys(features);
                assertThat(row.prediction()).isBetween(0.0, 1.0);
                assertThat((double) predictor.predict(row.row())).isEqualTo(row.prediction());
            });
        }
        assertThat(golden.stream().map(GoldenRow::prediction).distinct()).hasSizeGreaterThan(3);
    }

    @Test
    void keepsCurvesAndWhichFeaturesHelp() {
        bench.table(Workbench.ROWS).run(clicks().build(), FIFTH_WEEK);

        Insight insight = ModelArtifact.describe(file(1)).insight().orElseThrow();

        assertThat(insight.curves().roc()).hasSizeBetween(20, Curves.MOST_POINTS);
        assertThat(insight.curves().precisionRecall()).isNotEmpty();
        assertThat(insight.curves().calibration()).isNotEmpty();
        assertThat(insight.importance().values().stream()
                        .mapToDouble(share -> share)
                        .sum())
                .isCloseTo(1, within(1e-9));
    }

    @Test
    void trainsTheSameBytesTwice() throws IOException {
        ModelAsset model = clicks().build();
        bench.table(Workbench.ROWS).run(model, FIFTH_WEEK);
        bench.run(model, FIFTH_WEEK);

        assertThat(Files.readAllBytes(file(2))).isEqualTo(Files.readAllBytes(file(1)));
    }

    @Test
    void doesNotDependOnHowRowsLieInFiles() {
        bench.table(Workbench.ROWS).run(clicks().build(), FIFTH_WEEK);
        bench.table("SELECT * FROM (" + Workbench.ROWS + ") ORDER BY hash(day, age, city, member, clicked)")
                .run(clicks().build(), FIFTH_WEEK);

        assertThat(artifact(2).model()).isEqualTo(artifact(1).model());
    }

    @Test
    void neverLearnsFromTheHoldout() {
        bench.table(Workbench.ROWS).run(clicks().build(), FIFTH_WEEK);
        bench.table(change("clicked", "CASE WHEN day >= DATE '2026-01-29' THEN 1 - clicked ELSE clicked END"))
                .run(clicks().build(), FIFTH_WEEK);

        assertThat(bench.registry.version("clicks", 2).outcome()).isEqualTo(Outcome.HELD_BACK);
        assertThat(artifact(2).model()).isEqualTo(artifact(1).model());
    }

    @Test
    void holdsBackWhatFailsItsGate() {
        bench.table(Workbench.ROWS).run(clicks().build(), FIFTH_WEEK);

        Effect effect = bench.run(clicks().gate("auc > 0.999", "log_loss < 9").build(), FIFTH_WEEK);

        assertThat(effect.words()).matches("version 2 held back: auc 0\\.\\d+ is not > 0\\.999");
        assertThat(bench.registry.productionVersion("clicks").getAsInt()).isEqualTo(1);
    }

    @Test
    void comparesWithTheChampionOnTheSameRows() {
        ModelAsset model = clicks().gate("auc >= champion.auc - 0.005").build();

        bench.table(Workbench.ROWS).run(model, FIFTH_WEEK);
        Effect second = bench.run(model, FIFTH_WEEK);
        Effect weaker = bench.run(
                clicks().gate("auc >= champion.auc - 0.005")
                        .features(new ModelAsset.Feature("member", ModelAsset.FeatureKind.BOOLEAN))
                        .build(),
                FIFTH_WEEK);

        assertThat(bench.registry.version("clicks", 1).reason()).isEqualTo("no champion to compare auc with");
        assertThat(second.words()).startsWith("version 2 promoted, ");
        assertThat(weaker.words())
                .matches("version 3 held back: auc 0\\.\\d+ is not >= champion.auc - 0.005 \\(0\\.\\d+ - 0\\.005\\)");
        assertThat(bench.log).anyMatch(line -> line.startsWith("Champion version 1 on the same rows: auc "));
    }

    @Test
    void isJudgedAgainstWhatWasPublishedWhileItWasTrained() {
        ModelAsset model = clicks().gate("auc >= champion.auc - 0.005").build();
        bench.table(Workbench.ROWS);
        try (Work first = bench.materializer.prepare(bench.context(model, FIFTH_WEEK, "first"));
                Work second = bench.materializer.prepare(bench.context(model, SIXTH_WEEK, "second"))) {
            second.compute();
            first.compute();
            first.audit();
            first.publish(Workbench.guard("first"), Set.of(FIFTH_WEEK));
            second.audit();
            second.publish(Workbench.guard("second"), Set.of(SIXTH_WEEK));
        }

        assertThat(bench.registry.version("clicks", 2).reason())
                .matches("auc 0\\.\\d+ >= champion\\.auc - 0\\.005 \\(0\\.\\d+ - 0\\.005\\)");
        assertThat(bench.registry.productionVersion("clicks").getAsInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatTheChampionReadsHasNoInfluenceOnItsChallenger(boolean atRandom) {
        TestModels champion = clicks();
        TestModels challenger = clicks().features(new ModelAsset.Feature("city", ModelAsset.FeatureKind.CATEGORICAL))
                .gate("auc >= champion.auc - 1");
        if (atRandom) {
            challenger.split(new RandomSplit(0.25));
        }
        bench.table(Workbench.ROWS).run(challenger.build(), FIFTH_WEEK);
        bench.run(champion.build(), FIFTH_WEEK);
        bench.run(challenger.build(), FIFTH_WEEK);

        assertThat(bench.registry.version("clicks", 2).outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(bench.log).anyMatch(line -> line.startsWith("Champion version 2 on the same rows: auc "));
        assertThat(artifact(3).model()).isEqualTo(artifact(1).model());
        if (atRandom) {
            // By order of the rows, which other columns give: the champion was measured on others itself.
            return;
        }
        assertThat(figure(bench.log, "Champion version 2 on the same rows: auc (0\\.\\d+)"))
                .isEqualTo(Metric.format(
                        bench.registry.version("clicks", 2).metrics().get("auc").value()));
    }

    private static String figure(List<String> lines, String pattern) {
        return lines.stream()
                .map(Pattern.compile(pattern)::matcher)
                .filter(Matcher::lookingAt)
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void holdsBackWhatCannotBeComparedWithTheChampion() throws IOException {
        ModelAsset model = clicks().gate("auc >= champion.auc - 0.005").build();
        bench.table(Workbench.ROWS).run(model, FIFTH_WEEK);
        Files.writeString(file(1), "not an archive");

        Effect second = bench.run(model, FIFTH_WEEK);
        Effect withoutComparison = bench.run(clicks().gate("auc > 0.5").build(), FIFTH_WEEK);

        assertThat(second.words())
                .startsWith("version 2 held back: auc cannot be compared: champion version 1 cannot be loaded: ");
        assertThat(bench.log).anyMatch(line -> line.contains("Nothing can be compared: champion version 1"));
        assertThat(withoutComparison.words()).startsWith("version 3 promoted, ");
    }

    @Test
    void holdsBackWhereTheChampionReadsAnInfiniteValue() {
        TestModels model = clicks().gate("auc >= champion.auc - 1");
        bench.table(Workbench.ROWS).run(model.build(), FIFTH_WEEK);

        Effect second = bench.table(
                        change("age", "CASE WHEN city = 'oslo' THEN CAST('Infinity' AS DOUBLE) ELSE age END"))
                .run(
                        model.features(new ModelAsset.Feature("city", ModelAsset.FeatureKind.CATEGORICAL))
                                .build(),
                        FIFTH_WEEK);

        assertThat(second.words())
                .startsWith("version 2 held back: auc cannot be compared: champion version 1 reads column 'age'");
    }

    @Test
    void splitsAtRandomAndByGroupAndWithoutATimeColumn() {
        bench.table(Workbench.ROWS);
        Effect random =
                bench.run(clicks().split(new RandomSplit(0.25)).timeColumn(null).build(), DataInterval.ALL);
        Effect group = bench.run(
                clicks().split(new GroupSplit("day", 0.3)).timeColumn(null).build(), DataInterval.ALL);

        assertThat(random.words()).contains("promoted");
        assertThat(group.words()).contains("promoted");
        assertThat(artifact(1).manifest().holdout().rows()).isBetween(1850, 2150);
        assertThat(artifact(2).manifest().holdout().rows() % 200).isZero();
    }

    @Test
    void holdsOutTheLastDaysOfAllThereIs() {
        bench.table(Workbench.ROWS).run(clicks().build(), DataInterval.ALL);

        assertThat(artifact(1).manifest().holdout())
                .isEqualTo(new Manifest.Rows("2026-02-03T00:00:00Z/2026-02-10T00:00:00Z", 1400));
    }

    @Test
    void trainsANumber() {
        Effect effect = bench.table(change("age", "COALESCE(age, 50)"))
                .run(
                        clicks().label("age")
                                .features(
                                        new ModelAsset.Feature("city", ModelAsset.FeatureKind.CATEGORICAL),
                                        new ModelAsset.Feature("clicked", ModelAsset.FeatureKind.NUMERIC))
                                .gate("rmse < 30")
                                .build(),
                        FIFTH_WEEK);

        assertThat(effect.words()).startsWith("version 1 promoted, rmse ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "age|CASE WHEN city = 'oslo' THEN CAST('Infinity' AS DOUBLE) ELSE age END|have an infinite value in feature 'age'",
                "age|CASE WHEN city = 'oslo' THEN age * 1e300 ELSE age END|have an infinite value in feature 'age'",
                "clicked|NULL|5600 of 5600 rows have a label 'clicked' that is null",
                "clicked|0|all 3360 rows to train on have label 'clicked' = 0, and two classes are needed",
                "clicked|CASE WHEN day < DATE '2026-01-29' THEN clicked ELSE 1 END|all 1400 rows held out have label 'clicked' = 1",
                "day|day + 100|has no rows in the window",
                "day|DATE '2026-01-10'|the holdout is empty: 6400 rows to train on, 1600 for early stopping, 0 held out",
                "day|DATE '2026-02-01'|no rows are left to train on: 0 rows to train on, 0 for early stopping, 8000 held out",
                "clicked|clicked * 2|its gate names 'auc', which is not measured",
            })
    void saysWhyItCannotTrain(String column, String expression, String why) {
        String cast = column.equals("clicked") ? "CAST(" + expression + " AS INTEGER)" : expression;
        bench.table(change(column, column.equals("day") ? "CAST(" + expression + " AS DATE)" : cast));

        assertThatThrownBy(() -> bench.run(clicks().build(), FIFTH_WEEK))
                .isInstanceOfSatisfying(DaybreakException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.TRAINING_FAILED);
                    assertThat(e)
                            .hasMessageStartingWith("Cannot train model 'clicks': ")
                            .hasMessageContaining(why);
                    assertThat(e.place()).contains(TestModels.PLACE);
                    assertThat(e.mend()).isNotEmpty();
                });
        assertThat(bench.registry.versions("clicks")).isEmpty();
    }

    @Test
    void passesOnWhatXgboostRefusesWithItsPlace() {
        ModelAsset model = clicks().parameters(Map.of("max_depth", -3)).build();
        bench.table(Workbench.ROWS);

        assertThatThrownBy(() -> bench.run(model, FIFTH_WEEK))
                .isInstanceOfSatisfying(
                        DaybreakException.class, e -> assertThat(e.place()).contains(TestModels.PLACE));
    }

    @Test
    void namesATableThatWasNeverPublished() {
        assertThatThrownBy(() -> bench.run(clicks().build(), FIFTH_WEEK))
                .isInstanceOfSatisfying(
                        DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISSING_INPUT))
                .hasMessageContaining("its table features.clicks was never published");
    }

    @Test
    void recoversWhatWasPublishedAndRemovesWhatWasNot() throws IOException {
        ModelAsset model = clicks().build();
        bench.table(Workbench.ROWS);
        Work died = bench.materializer.prepare(bench.context(model, FIFTH_WEEK, "died"));
        died.compute();
        died.audit();
        Files.createDirectories(bench.models().resolve("clicks/1"));
        Files.writeString(bench.models().resolve("clicks/1/model.tar.gz"), "placed, never committed");

        assertThat(bench.materializer.recover(model, "died", "died")).isEmpty();
        try (Stream<Path> left = Files.walk(bench.models())) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }

        try (Work work = bench.materializer.prepare(bench.context(model, FIFTH_WEEK, "again"))) {
            work.compute();
            work.audit();
            Effect effect = work.publish(Workbench.guard("again"), Set.of(FIFTH_WEEK));
            assertThat(bench.materializer.recover(model, "again", "again")).contains(effect);
        }
        assertThat(bench.registry.versions("clicks")).hasSize(1);
    }

    @Test
    void leavesNothingOfAnAttemptThatIsClosedUnpublished() throws IOException {
        bench.table(Workbench.ROWS);
        try (Work work = bench.materializer.prepare(bench.context(clicks().build(), FIFTH_WEEK, "idle"))) {
            work.compute();
            work.audit();
        }

        try (Stream<Path> left = Files.walk(bench.models())) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void loadsAPredictorThatPredictsAsTrained() {
        bench.table(Workbench.ROWS).run(clicks().allRounds().build(), FIFTH_WEEK);

        try (Predictor predictor = Predictor.load(file(1))) {
            float young = predictor.predict(Map.of("age", 21, "city", "berlin", "member", true));
            float old = predictor.predict(Map.of("age", 79, "city", "rome", "member", true));
            float unseen = predictor.predict(Map.of("age", 79, "city", "paris", "member", true));
            float absent = predictor.predict(Map.of("age", 79, "member", true));

            assertThat(young).isLessThan(0.3f);
            assertThat(old).isGreaterThan(0.7f);
            assertThat(unseen).isEqualTo(absent);
        }
    }
}
