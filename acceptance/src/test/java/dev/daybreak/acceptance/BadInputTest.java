package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.acceptance.CommandLineProject.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of bad input: a clear error, exit status 1 or 2, and nothing lost or half published. Every project here
 * ran well yesterday: three users were brought in, and a table was computed from them. Then something goes wrong.
 */
final class BadInputTest {
    private static final String YESTERDAY = "[[3,40]]";

    private CommandLineProject project;

    @BeforeEach
    void yesterday(@TempDir Path folder) {
        project = new CommandLineProject(folder);
        project.file("daybreak.yaml", "name: shop\nstart: 2025-03-01\nend: 2025-03-03\n");
        project.file("sources/users.yaml", source("jsonl", "data/*"));
        project.file(
                "data/1.jsonl",
                """
                {"user_id": 1, "age": 30}
                {"user_id": 2, "age": 40}
                {"user_id": 3, "age": 50}
                """);
        project.table(
                "shop.ages",
                "inputs: {raw.users: {whole: true}}",
                "SELECT COUNT(*) AS users, CAST(ROUND(AVG(age)) AS INT) AS age FROM raw.users");
        Outcome outcome = project.run("run");
        assertThat(outcome.status()).as(outcome.said()).isZero();
    }

    private static String source(String format, String path) {
        return "files: {path: '" + path + "', format: " + format
                + "}\ncolumns: {user_id: {type: long, required: true}, age: int}\n";
    }

    /** A run fails in one step, says so, and leaves everything as it was yesterday. */
    private String failedRun(String... more) {
        List<String> arguments = new ArrayList<>(List.of("run"));
        arguments.addAll(List.of(more));
        Outcome outcome = project.run(arguments.toArray(String[]::new));

        assertThat(outcome.status()).as(outcome.said()).isEqualTo(1);
        isAsYesterday();
        arguments.add("--json");
        Outcome json = project.run(arguments.toArray(String[]::new));
        assertThat(json.status()).isEqualTo(1);
        assertThat(json.json().get("outcome").asText()).isEqualTo("failed");
        assertThat(json.json().at("/steps/failed").asInt()).isEqualTo(1);
        JsonNode error = json.json().at("/errors/0");
        assertThat(error.at("/code").asText()).as(json.out()).isNotEmpty();
        assertThat(error.at("/message").asText()).matches("(?s)(Cannot|Invalid|Missing) .*");
        assertThat(outcome.said()).contains(error.at("/message").asText());
        return outcome.said();
    }

    private void isAsYesterday() {
        assertThat(project.rows("SELECT users, age FROM shop.ages")).isEqualTo(YESTERDAY);
        assertThat(project.rows("SELECT COUNT(*) FROM raw.users")).isEqualTo("[[3]]");
        assertThat(project.snapshots("raw.users")).isEqualTo(1);
        assertThat(project.snapshots("shop.ages")).isEqualTo(1);
    }

    /** Files that cannot be read as a project stop every command before it begins. */
    private JsonNode refusedProject(String code) {
        Outcome run = project.run("run", "--json");

        assertThat(run.status()).isEqualTo(2);
        JsonNode error = run.json().get("error");
        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat(error.get("message").asText()).isNotEmpty();
        assertThat(error.get("place").asText()).matches("[a-z]+.*\\.(yaml|yml|sql)(:\\d+:\\d+)?");
        Outcome validate = project.run("validate", "--json");
        assertThat(validate.status()).isEqualTo(1);
        return validate.json().get("problems");
    }

    private static String told(JsonNode problems) {
        StringBuilder text = new StringBuilder();
        for (JsonNode problem : problems) {
            text.append(problem.get("file").asText())
                    .append(':')
                    .append(problem.get("line").asInt())
                    .append(':')
                    .append(problem.get("column").asInt())
                    .append(": ")
                    .append(problem.get("message").asText())
                    .append(" / ")
                    .append(problem.get("mend").asText())
                    .append('\n');
        }
        return text.toString();
    }

    @Test
    void malformedJson() {
        project.file("data/2.jsonl", "{\"user_id\": 4, \"age\": \n");

        assertThat(failedRun()).contains("raw.users", "2.jsonl", "bad_records");
    }

    @Test
    void truncatedGzip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < 10_000; i++) {
                gzip.write(("{\"user_id\": " + i * 7919L % 10_007 + ", \"age\": " + i % 90 + "}\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
        project.file("data/2.jsonl.gz", Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));

        assertThat(failedRun())
                .contains("raw.users", "2.jsonl.gz", "end of GZIP stream")
                .doesNotContain("{");
    }

    @Test
    void corruptParquet() {
        project.file("sources/more.yaml", source("parquet", "parquet/*"));
        project.file("parquet/1.parquet", "PAR1 this is no Parquet file PAR1");

        assertThat(failedRun()).contains("raw.more", "1.parquet", "Footer").doesNotContain("{");
    }

    @Test
    void emptyFile() {
        project.file("sources/more.yaml", source("parquet", "parquet/*"));
        project.file("parquet/1.parquet", "");

        assertThat(failedRun()).contains("raw.more", "1.parquet", "empty");
    }

    @Test
    void emptyFileOfAFormatThatMayHaveNoRowsIsTold() {
        project.file("data/2.jsonl", "");

        Outcome outcome = project.run("run");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out() + outcome.err()).contains("1 file is empty");

        assertThat(project.rows("SELECT users, age FROM shop.ages")).isEqualTo(YESTERDAY);
        assertThat(project.run("logs").out()).contains("2.jsonl", "is empty: no rows");
    }

    @Test
    void missingPath() {
        project.file("sources/more.yaml", source("csv", "nowhere/*.csv"));

        assertThat(failedRun()).contains("raw.more", "nowhere", "sources/more.yaml:1:15");
    }

    @Test
    void columnThatChangedItsTypeUpstream() {
        project.file(
                "data/2.jsonl",
                "{\"user_id\": 4, \"age\": \"1985-04-01\"}\n{\"user_id\": 5, \"age\": \"1990-12-31\"}\n");

        assertThat(failedRun()).contains("raw.users", "'age'", "int", "date", "2.jsonl", "sources/users.yaml:2:50");
    }

    @Test
    void newColumn() {
        project.file("data/2.jsonl", "{\"user_id\": 4, \"age\": 60, \"country\": \"de\"}\n");

        assertThat(failedRun()).contains("raw.users", "'country'", "new_columns");
    }

    @Test
    void droppedColumn() {
        project.file("data/2.jsonl", "{\"user_id\": 4}\n{\"user_id\": 5}\n");

        assertThat(failedRun()).contains("raw.users", "'age'", "was dropped");
    }

    @Test
    void sqlSyntaxError() {
        project.table("shop.wrong", "", "SELECT 1 AS one\nFROM raw.users WHERE\n");

        assertThat(told(refusedProject("INVALID_PROJECT"))).contains("assets/shop/wrong.sql:");
        project.file("assets/shop/wrong.sql", "/*---\n---*/\nSELECT COUNT(*) AS n\nFORM raw.users");
        assertThat(told(refusedProject("INVALID_PROJECT"))).contains("assets/shop/wrong.sql:4:1:");
    }

    @Test
    void unknownColumn() {
        project.table("shop.wrong", "", "SELECT\n  agee\nFROM raw.users");

        assertThat(told(refusedProject("INVALID_PROJECT")))
                .contains("assets/shop/wrong.sql:5:3:", "'agee'", "Did you mean 'age'?");
    }

    @Test
    void unknownTable() {
        project.table("shop.wrong", "", "SELECT age FROM raw.user");

        assertThat(told(refusedProject("INVALID_PROJECT")))
                .contains("assets/shop/wrong.sql:4:17:", "'raw.user'", "raw.users");
    }

    @Test
    void checkThatOnlyOneEngineUnderstands() {
        String checks =
                """
                checks:
                  - expect_column_values_to_not_be_null: {column: age, row_condition: 'age > 1 AND len(age) = 2'}
                  - unexpected_rows:
                      unexpected_rows_query: |
                        SELECT * FROM {batch}
                        WHERE list_has_any([age], [1])""";
        project.table("shop.wrong", checks, "SELECT age FROM raw.users");

        assertThat(told(refusedProject("INVALID_PROJECT")))
                .contains(
                        "assets/shop/wrong.sql:3:84: Cannot use function 'len': it is not portable.",
                        "assets/shop/wrong.sql:7:15: Cannot use function 'list_has_any': it is not portable.",
                        "assets/shop/wrong.sql:7:28: Cannot use [...]: it is not portable.");

        project.table("shop.wrong", checks + "\ndialect: duckdb", "SELECT age FROM raw.users");
        assertThat(project.run("validate").status()).isZero();
    }

    @Test
    void columnsThatOnlyOtherFilesShowToBeWrong() {
        project.table(
                "shop.wrong",
                """
                partition: {column: dai, every: day}
                sort: [agee]
                inputs: {raw.users: {whole: true}}
                """,
                "SELECT DATE '2025-03-01' AS day, age FROM raw.users");
        model("evn", "{random: {share: 20%}}");
        project.file("models/taste.yaml", read("models/taste.yaml").replace("[feature]", "[feature, featur]"));

        assertThat(told(refusedProject("INVALID_PROJECT")))
                .contains(
                        "assets/shop/wrong.sql:2:21: Cannot find partition column 'dai'",
                        "assets/shop/wrong.sql:3:8: Cannot find 'sort' column 'agee'",
                        "models/taste.yaml:3:8: Cannot find label 'evn'",
                        "models/taste.yaml:4:31: Cannot find feature 'featur'");
    }

    @Test
    void cycle() {
        project.table("shop.hen", "", "SELECT n FROM shop.egg");
        project.table("shop.egg", "", "SELECT n FROM shop.hen");

        assertThat(told(refusedProject("INVALID_PROJECT"))).contains("shop.hen", "shop.egg", "assets/shop/");
    }

    @Test
    void duplicateAsset() {
        project.file("sources/users.yml", source("jsonl", "data/*"));

        assertThat(told(refusedProject("INVALID_PROJECT")))
                .contains("'sources/users.yml'", "'sources/users.yaml' defines the same name");
    }

    @Test
    void unknownYamlKey() {
        project.file("sources/more.yaml", source("jsonl", "data/*") + "partitions: {column: age, every: day}\n");

        assertThat(told(refusedProject("INVALID_PROJECT")))
                .contains("sources/more.yaml:3:1:", "'partitions'", "'partition'");
    }

    @Test
    void invalidCron() {
        project.file("pipelines/nightly.yaml", "schedule: 0 25 * * *\nselection: shop.ages\n");

        assertThat(told(refusedProject("INVALID_PROJECT"))).contains("pipelines/nightly.yaml:1:", "25");
    }

    @Test
    void projectWrittenByANewerVersion() {
        project.file("daybreak.yaml", "name: shop\nversion: 99\nshiny: {new: key}\n");

        assertThat(told(refusedProject("NEWER_PROJECT"))).contains("daybreak.yaml:2:", "99", "newer");
    }

    private void model(String label, String split) {
        project.table(
                "shop.training",
                "",
                """
                SELECT TIMESTAMP '2025-03-01' + INTERVAL '1' MINUTE * CAST(n AS INT) AS seen, CAST(n % 7 AS DOUBLE) AS feature,
                  CASE WHEN n = 100 THEN CAST('Infinity' AS DOUBLE) ELSE n % 5 END AS reaches,
                  n % 2 = 0 AS even, n < 0 AS never
                FROM range(200) r(n)
                """);
        project.file(
                "models/taste.yaml",
                """
                train: shop.training
                time: seen
                label: %s
                features: {numeric: [feature]}
                split: %s
                algorithm: {xgboost: {rounds: 2}}
                """
                        .formatted(label, split));
    }

    @Test
    void labelWithOneClass() {
        model("never", "{random: {share: 20%}}");

        assertThat(failedRun()).contains("models.taste", "'never'", "two classes are needed", "models/taste.yaml:3:8");
        assertThat(project.run("models", "--json").json().get("models")).isEmpty();
    }

    @Test
    void emptyHoldout() {
        model("even", "{random: {share: 0.01%}}");

        assertThat(failedRun()).contains("models.taste", "holdout");
        assertThat(project.run("models", "--json").json().get("models")).isEmpty();
    }

    @Test
    void infiniteValues() {
        model("even", "{random: {share: 20%}}");
        String yaml = "numeric: [feature, reaches]";
        project.file("models/taste.yaml", read("models/taste.yaml").replace("numeric: [feature]", yaml));

        assertThat(failedRun()).contains("models.taste", "'reaches'", "nfinit", "models/taste.yaml:4:31");
        assertThat(project.run("models", "--json").json().get("models")).isEmpty();
    }

    private String read(String name) {
        try {
            return Files.readString(project.path(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void unreachableDatabase() {
        project.file(
                "daybreak.yaml",
                "name: shop\nconnections: {db: {url: \"jdbc:postgresql://localhost:1/none?user=me\", password: geheim}}\n");
        project.file(
                "sources/more.yaml", "database: {connection: db, table: users}\ncolumns: {user_id: long, age: int}\n");

        String said = failedRun("raw.more");

        assertThat(said).contains("raw.more", "localhost:1").doesNotContain("geheim");
    }

    @Test
    void noRoomOnTheDisk(@TempDir Path other) throws Exception {
        Path probe = Files.createDirectories(other.resolve("probe"));
        assumeTrue(
                OwnMount.smallDisk(probe, other.resolve("probe.txt"), List.of("true")) == 0,
                "needs to mount a small disk, which takes Linux with unshare and user namespaces");
        project.file("daybreak.yaml", "name: shop\nstart: 2025-03-01\nend: 2025-03-03\nstate: disk\n");
        project.table("shop.big", "dialect: duckdb", "SELECT random() AS r FROM range(3000000)");
        Path said = other.resolve("said.txt");

        int status = OwnMount.smallDisk(
                Files.createDirectories(project.path("disk")),
                said,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx700m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallDisk.class.getName(),
                        project.folder().toString(),
                        other.resolve("worker.txt").toString()));

        String text = Files.readString(said);
        assertThat(status).as(text).isZero();
        assertThat(text)
                .contains("first 0\n", "rows " + YESTERDAY + "\n", "again 0\n")
                .contains("snapshots 0\n", "left 0\n", "mended 0\n")
                .contains("worker lives true\n", "worker rows [[200000]]\n", "worker snapshots 2\n")
                .contains("worker said Cannot ");
        assertThat(text.lines().filter(line -> line.startsWith("full ")).findFirst())
                .hasValueSatisfying(line -> assertThat(line)
                        .startsWith("full 1 {")
                        .contains("\"OUT_OF_RESOURCES\"", "Cannot", "shop.big", "space", "\"mend\":\""));
    }

    @Test
    void stateFolderThatIsAFile() {
        project.file("daybreak.yaml", "name: shop\nstart: 2025-03-01\nend: 2025-03-03\nstate: data/1.jsonl\n");

        Outcome outcome = project.run("run", "--json");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.json().at("/error/code").asText()).isEqualTo("OUT_OF_RESOURCES");
        assertThat(outcome.json().at("/error/message").asText())
                .startsWith("Cannot")
                .contains("data/1.jsonl", "is no folder");
        assertThat(outcome.json().at("/error/mend").asText()).isNotEmpty();
        project.file("daybreak.yaml", "name: shop\nstart: 2025-03-01\nend: 2025-03-03\n");
        isAsYesterday();
    }

    @Test
    void stateFolderThatMayNotBeWritten() {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "needs a folder that nobody may write, such as /proc");
        project.file("daybreak.yaml", "name: shop\nstart: 2025-03-01\nend: 2025-03-03\nstate: /proc/daybreak\n");

        Outcome outcome = project.run("run", "--json");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.json().at("/error/code").asText()).isEqualTo("OUT_OF_RESOURCES");
        assertThat(outcome.json().at("/error/message").asText())
                .startsWith("Cannot")
                .contains("/proc/daybreak", "cannot be made");
        assertThat(outcome.json().at("/error/mend").asText()).isNotEmpty();
    }

    /** Whoever the user is, root too, may only read it. */
    @Test
    void readOnlyStateFolderWithYesterdaysTables(@TempDir Path other) throws Exception {
        Path probe = Files.createDirectories(other.resolve("probe"));
        assumeTrue(
                OwnMount.readOnly(probe, other.resolve("probe.txt"), List.of("true")) == 0,
                "needs to mount a folder, which takes Linux with unshare and user namespaces");
        project.file("data/2.jsonl", "{\"user_id\": 4, \"age\": 60}\n");
        Path said = other.resolve("said.txt");

        int status = OwnMount.readOnly(project.path(".daybreak"), said, ChildProcess.command(project, "run"));

        assertThat(status).isEqualTo(1);
        assertThat(Files.readString(said))
                .isEqualToIgnoringNewLines("Cannot write to the state folder '" + project.path(".daybreak")
                        + "': it may only be read.  Make it writable for this user, or set another 'state' folder in"
                        + " daybreak.yaml. What was published is untouched.");
        isAsYesterday();
        assertThat(project.run("run").status()).isZero();
        assertThat(project.rows("SELECT users, age FROM shop.ages")).isEqualTo("[[4,45]]");
    }

    @Test
    void noProject(@TempDir Path empty) {
        Outcome outcome = new CommandLineProject(empty).run("run", "--json");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.json().at("/error/message").asText()).contains("daybreak.yaml");
    }
}
