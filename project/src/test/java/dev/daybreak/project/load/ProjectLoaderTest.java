package dev.daybreak.project.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.Project;
import dev.daybreak.project.Settings.EngineSettings;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.check.TextPlace;
import dev.daybreak.project.engine.Spark;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.Grain;
import dev.daybreak.project.time.Span;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectLoaderTest {
    @TempDir
    Path root;

    private ProjectFolder folder;

    @BeforeEach
    void makeProject() {
        folder = new ProjectFolder(root);
    }

    private Project loaded() {
        Loaded loaded = folder.load();
        assertThat(loaded.problems()).isEmpty();
        return loaded.project().orElseThrow();
    }

    @Test
    void readsSettings() {
        folder.write(
                        "daybreak.yaml",
                        """
                        name: recommender
                        version: 1
                        timezone: Europe/Berlin
                        start: 2025-03-01
                        end: 2025-04-01T06:00:00Z
                        variables:
                          data: /tmp/data
                          days: 30
                          rate: 0.5
                          fast: true
                        connections:
                          shop: {url: "jdbc:sqlite:${var:data}/shop.db", user: ana, password: "${env:PW}"}
                        engine: {memory: 2GB, threads: 2}
                        state: .state
                        """)
                .environment("PW", "12345");

        Project project = loaded();

        assertThat(project.settings().zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(project.settings().start()).contains(Instant.parse("2025-02-28T23:00:00Z"));
        assertThat(project.settings().end()).contains(Instant.parse("2025-04-01T06:00:00Z"));
        assertThat(project.settings().variables())
                .containsExactly(
                        Map.entry("data", "/tmp/data"),
                        Map.entry("days", 30L),
                        Map.entry("fast", true),
                        Map.entry("rate", 0.5));
        assertThat(project.settings().connections().get("shop").url()).isEqualTo("jdbc:sqlite:/tmp/data/shop.db");
        assertThat(project.settings().connections().get("shop").password()).isEqualTo("12345");
        assertThat(project.settings().engine().memoryBytes()).isEqualTo(2_000_000_000L);
        assertThat(project.settings().state()).isEqualTo(root.resolve(".state"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spark | spark | local",
                "duckdb | duckdb | local",
                "'\"sc://spark.example.com:15002/;token=geheim\"' | spark | sc://spark.example.com:15002",
                "'\"spark://one:7077,two:7077\"' | spark | spark://one:7077,two:7077",
                "'{spark: local}' | spark | local",
                "'{threads: 2, spark: ''sc://spark:15002''}' | spark | sc://spark:15002",
                "'{spark: {master: yarn, conf: {spark.executor.memory: 4g, spark.executor.instances: 8}}}' | spark"
                        + " | yarn [spark.executor.instances, spark.executor.memory]",
                "'{spark: {master: ''local[2]''}}' | spark | local[2]",
                "'{spark: {master: ''k8s://https://k8s:6443'', conf: {spark.kubernetes.container.image: spark}}}' | spark"
                        + " | k8s://https://k8s:6443 [spark.kubernetes.container.image]",
                "'{default: duckdb, spark: {master: yarn}}' | duckdb | yarn",
                "'{threads: 2}' | duckdb | local"
            })
    void readsWhatComputes(String engine, String kind, String spark) {
        folder.write("daybreak.yaml", "name: shop\nengine: " + engine + "\n");

        assertThat(loaded().settings().engine().kind()).hasToString(kind);
        assertThat(loaded().settings().engine().spark()).hasToString(spark);
    }

    @Test
    void takesSettingsOfSparkAsTheyAreWritten() {
        folder.write(
                "daybreak.yaml",
                """
                name: shop
                engine:
                  spark:
                    master: spark://spark:7077
                    conf: {spark.executor.cores: 2, spark.ui.enabled: true, spark.executor.memory: 4g}
                """);

        assertThat(loaded().settings().engine().spark())
                .isEqualTo(new Spark.Master(
                        "spark://spark:7077",
                        new TreeMap<>(Map.of(
                                "spark.executor.cores",
                                "2",
                                "spark.ui.enabled",
                                "true",
                                "spark.executor.memory",
                                "4g"))));
    }

    @Test
    void tellsAllSettingsOfSparkThatDaybreakMakesItself() {
        folder.write(
                        "daybreak.yaml",
                        """
                name: shop
                engine:
                  spark:
                    master: local[2]
                    conf:
                      spark.sql.ansi.enabled: false
                      spark.connect.grpc.binding.port: 15002
                      spark.executor.memory: 4g
                      spark.connect.authenticate.token: ${env:TOKEN}
                """)
                .environment("TOKEN", "geheim");

        assertThat(folder.load().problems())
                .extracting(problem -> problem.place() + ": " + problem.message())
                .containsExactly(
                        "daybreak.yaml:6:7: Invalid key 'spark.sql.ansi.enabled' in 'conf': Daybreak sets it, so that a text"
                                + " means the same on both engines.",
                        "daybreak.yaml:7:7: Invalid key 'spark.connect.grpc.binding.port' in 'conf': Daybreak starts the"
                                + " server for itself alone and sets how it is reached.",
                        "daybreak.yaml:9:7: Invalid key 'spark.connect.authenticate.token' in 'conf': Daybreak starts the"
                                + " server for itself alone and sets how it is reached.");
    }

    @Test
    void needsAnImageOnKubernetes() {
        folder.write("daybreak.yaml", "name: shop\nengine: {spark: {master: 'k8s://https://k8s'}}\n");

        assertThat(folder.load().problems())
                .extracting(Problem::message)
                .containsExactly(
                        "Missing setting 'spark.kubernetes.container.image' in 'conf': executors on Kubernetes run"
                                + " an image with Spark 4.1.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // project, header, command line, what computes
                "duckdb | | | duckdb",
                "duckdb | engine: spark | | spark",
                "spark | engine: duckdb | | duckdb",
                "spark | | duckdb | duckdb",
                "duckdb | engine: spark | duckdb | duckdb",
                "duckdb | engine: duckdb | sc://spark:15002 | spark",
                "spark | {engine: duckdb, dialect: duckdb} | spark | duckdb"
            })
    void aTablesOwnEngineGoesBeforeTheProjectsAndTheCommandLineBeforeBoth(
            String engine, String header, String command, String computes) {
        folder.write("daybreak.yaml", "name: shop\nengine: " + engine + "\n");
        folder.write("assets/shop/users.sql", "/*---\n" + (header == null ? "" : header) + "\n---*/\nSELECT 1 AS n");

        Project project = loaded();

        EngineSettings settings = project.settings().engine();
        EngineSettings chosen =
                command == null ? settings : settings.commanding(command).orElseThrow();
        assertThat(chosen.of(project.tables().get(0))).hasToString(computes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spark | dialect: duckdb | Invalid dialect 'duckdb': the table is computed by 'spark', as daybreak.yaml says.",
                "duckdb | {engine: duckdb, dialect: spark} | Invalid dialect 'spark': the table is computed by 'duckdb', as its"
                        + " header says."
            })
    void refusesADialectThatWhatComputesDoesNotSpeak(String engine, String header, String message) {
        folder.write("daybreak.yaml", "name: shop\nengine: " + engine + "\n");
        folder.write("assets/shop/users.sql", "/*---\n" + header + "\n---*/\nSELECT 1 AS n");

        assertThat(folder.load().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.message()).isEqualTo(message);
            assertThat(problem.place().toString()).startsWith("assets/shop/users.sql:2:");
            assertThat(problem.mend()).startsWith("Put 'engine: ");
        });
    }

    @Test
    void refusesAnEngineThatThereIsNot() {
        folder.write("daybreak.yaml", "name: shop\nengine: flink\n");

        assertThat(folder.load().problems())
                .extracting(Problem::message)
                .containsExactly(
                        "Invalid value 'flink' of 'engine': expected 'duckdb', 'spark', a server such as 'sc://host:15002',"
                                + " or a master: 'spark://host:7077', 'k8s://https://host:6443', 'yarn' or 'local[2]'.");
    }

    @Test
    void readsSourceOfFiles() {
        folder.write(
                "sources/clicks.yaml",
                """
                description: Clicks
                owner: growth
                tags: [raw, web]
                files: {path: logs/**/*.jsonl.gz}
                columns:
                  event_time: timestamp
                  user_id: {type: long, required: true}
                partition: [{column: event_time, every: day}, {bucket: user_id, into: 4}]
                bad_records: 0.5%
                new_columns: ignore
                checks:
                  - expect_column_values_to_be_between: {column: user_id, min_value: 1, max_value: 2.5}
                    severity: warn
                """);

        SourceAsset source = loaded().sources().get(0);

        assertThat(source.key()).hasToString("raw.clicks");
        assertThat(source.reads())
                .isEqualTo(new SourceAsset.Files(
                        "logs/**/*.jsonl.gz", SourceAsset.Format.JSON_LINES, SourceAsset.Load.APPEND));
        assertThat(source.columns().find("user_id").orElseThrow().required()).isTrue();
        assertThat(source.clustering()).hasToString("[bucket(user_id, 4)]");
        assertThat(source.layoutTime().orElseThrow().cadence()).isEqualTo(Cadence.DAILY);
        assertThat(source.badRecords()).isEqualTo(0.005);
        assertThat(source.newColumns()).isEqualTo(SourceAsset.NewColumns.IGNORE);
        assertThat(source.about().tags()).containsExactly("raw", "web");
        assertThat(source.checks())
                .containsExactly(new CheckSpec(
                        "expect_column_values_to_be_between",
                        Map.of("column", "user_id", "min_value", 1, "max_value", 2.5),
                        CheckSpec.Severity.WARN,
                        new Place("sources/clicks.yaml", 12, 5),
                        Map.of("column", new TextPlace(new Place("sources/clicks.yaml", 12, 50), true))));
    }

    @Test
    void tellsWhereTheTextsOfChecksStand() {
        folder.write(
                "assets/features/t.sql",
                """
                /*---
                checks:
                  - unexpected_rows:
                      unexpected_rows_query: |
                        SELECT *

                          FROM {batch}
                      plain: a > 1
                      quoted: 'a > 1'
                      doubled: 'a = ''x'''
                      escaped: "a = \\"x\\""
                      folded: >
                        a > 1
                        AND b
                ---*/
                SELECT 1 AS one
                """);

        Map<String, TextPlace> texts = loaded().tables().get(0).checks().get(0).texts();

        assertThat(texts.get("unexpected_rows_query").of(3, 3)).hasToString("assets/features/t.sql:7:11");
        assertThat(texts.get("plain").of(1, 3)).hasToString("assets/features/t.sql:8:16");
        assertThat(texts.get("quoted").of(1, 3)).hasToString("assets/features/t.sql:9:18");
        assertThat(texts.get("doubled").of(1, 5)).hasToString("assets/features/t.sql:10:16");
        assertThat(texts.get("escaped").of(1, 5)).hasToString("assets/features/t.sql:11:16");
        assertThat(texts.get("folded").of(1, 9)).hasToString("assets/features/t.sql:12:15");
    }

    @Test
    void readsTableWithThePlaceOfItsSql() {
        folder.write(
                "assets/features/user_activity.sql",
                """
                /*---
                partition: {column: event_date, every: week, starts: sunday, start: 2025-02-02}
                lookback: 1 day
                batch: 7
                inputs:
                  raw.clicks: {last: 30 days}
                  raw.users: {whole: true, optional: true}
                  raw.items:
                columns: {event_date: date, "amount": "decimal(10,2)"}
                dialect: duckdb
                ---*/

                  SELECT 1
                """);

        TableAsset table = loaded().tables().get(0);

        assertThat(table.key()).hasToString("features.user_activity");
        assertThat(table.sql()).isEqualTo("SELECT 1\n");
        assertThat(table.sqlPlace()).hasToString("assets/features/user_activity.sql:13:3");
        assertThat(table.timePartition().orElseThrow().cadence()).isEqualTo(new Cadence(Grain.WEEK, DayOfWeek.SUNDAY));
        assertThat(table.timePartition().orElseThrow().start()).contains(Instant.parse("2025-02-02T00:00:00Z"));
        assertThat(table.declaredInputs())
                .extracting(Input::toString)
                .first()
                .asString()
                .contains("raw.clicks", "last 30 days", "assets/features/user_activity.sql:6:3");
        assertThat(table.declaredInputs().get(1).optional()).isTrue();
        assertThat(table.declaredInputs().get(2).window()).isEqualTo(new Input.SameInterval());
        assertThat(table.batch()).isEqualTo(7);
        assertThat(table.dialect()).contains("duckdb");
    }

    @Test
    void readsModel() {
        folder.write(
                "models/click_model.yaml",
                """
                train: features.training
                window: 37 days
                partition: {every: week}
                time: event_date
                label: clicked
                features:
                  numeric: [age, clicks]
                  categorical: [country]
                split: {time: {last: 7 days}}
                algorithm:
                  xgboost: {max_depth: 6, eta: 0.1, objective: "binary:logistic", rounds: 50, early_stopping: {rounds: 5, share: 20%}}
                gate: [auc > 0.8, auc >= champion.auc - 0.005]
                promote: false
                """);

        ModelAsset model = loaded().models().get(0);

        assertThat(model.key()).hasToString("models.click_model");
        assertThat(model.split()).isEqualTo(new ModelAsset.TimeSplit(Span.days(7)));
        assertThat(model.timePartition().orElseThrow().column()).isEqualTo("event_date");
        assertThat(model.algorithm().parameters())
                .isEqualTo(Map.of("max_depth", 6, "eta", 0.1, "objective", "binary:logistic"));
        assertThat(model.algorithm().rounds()).isEqualTo(50);
        assertThat(model.algorithm().seed()).isEqualTo(1);
        assertThat(model.algorithm().threads()).isEqualTo(2);
        assertThat(model.algorithm().earlyStopping()).contains(new ModelAsset.EarlyStopping(5, 0.2));
        assertThat(model.gate().get(1).place()).hasToString("models/click_model.yaml:12:19");
        assertThat(model.bootstrap()).isEqualTo(200);
        assertThat(model.promote()).isFalse();
    }

    @Test
    void readsPipeline() {
        folder.write("sources/orders.yaml", ProjectFolder.SOURCE)
                .write("pipelines/nightly.yaml", "{schedule: ['0 2 * * *', '@hourly'], selection: +orders}");

        Project project = loaded();

        assertThat(project.pipelines().get(0).trigger()).hasToString("OnSchedule[timetable=0 2 * * *, @hourly]");
        assertThat(project.pipelines().get(0).selection()).isEqualTo(List.of("+orders"));
    }

    @Test
    void overriddenVariablesKeepTheDeclaredType() {
        folder.write("daybreak.yaml", "{name: x, variables: {days: 30, data: a, fast: true}}")
                .override("days", "7")
                .override("data", "8")
                .override("fast", "false");

        assertThat(loaded().settings().variables())
                .containsExactly(Map.entry("data", "8"), Map.entry("days", 7L), Map.entry("fast", false));
    }
}
