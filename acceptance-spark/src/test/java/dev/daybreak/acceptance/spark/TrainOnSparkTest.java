package dev.daybreak.acceptance.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models that are trained by two workers of Spark, beside the same models trained by the program: the program as it is packaged. */
@Timeout(600)
class TrainOnSparkTest {
    private static final Path ROOT = Path.of(System.getProperty("root.dir"));
    private static final Path PROGRAM = ROOT.resolve("cli/target/dist/lib");
    private static final int VISITS = 8_000;

    @TempDir
    private Path folder;

    private Path project;
    private String training =
            ROOT.resolve("engine-spark-training/target/dist/lib").toString();

    private record Outcome(int status, JsonNode json, String said) {}

    @BeforeEach
    void aShopWhereAgeAndCityDecide() throws IOException {
        assumeTrue(Files.isDirectory(PROGRAM), "needs the program: mvn -pl acceptance-spark -am package");
        project = folder.resolve("shop");
        write("daybreak.yaml", "name: shop\nengine: {memory: 1GB, threads: 2}\n");
        write(
                "sources/visits.yaml",
                """
                files: {path: "data/visits-*.csv", format: csv}
                columns:
                  visit_id: {type: long, required: true}
                  age: int
                  city: string
                  member: boolean
                  bought: int
                  margin: double
                """);
        Random random = new Random(7);
        StringBuilder visits = new StringBuilder("visit_id,age,city,member,bought,margin\n");
        String[] cities = {"berlin", "oslo", "rome", "wien"};
        for (int i = 0; i < VISITS; i++) {
            int age = 18 + random.nextInt(60);
            int city = random.nextInt(4);
            boolean member = random.nextInt(5) < 2;
            double score = (age - 48) / 12.0 + new double[] {1, -1, 0, 0.5}[city] + (member ? 0.5 : -0.5);
            int bought = random.nextDouble() < 1 / (1 + Math.exp(-score)) ? 1 : 0;
            List<Object> visit = List.of(
                    i,
                    i % 19 == 0 ? "" : age,
                    i % 23 == 0 ? "" : cities[city],
                    member,
                    bought,
                    i % 19 != 0 && age > 70 ? -1 : 5);
            visits.append(visit.stream().map(Object::toString).collect(Collectors.joining(",")))
                    .append('\n');
        }
        write("data/visits-1.csv", visits.toString());
    }

    private void write(String file, String text) throws IOException {
        Path path = project.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void model(String name, String label, String gate, String more) throws IOException {
        write(
                "models/" + name + ".yaml",
                """
                train: raw.visits
                label: %s
                features: {numeric: [age], categorical: [city], boolean: [member]}
                split: {random: {share: 25%%}}
                algorithm:
                  xgboost: {rounds: 80, max_depth: 4, eta: 0.2, early_stopping: {rounds: 8, share: 15%%}}
                gate: %s
                %s
                """
                        .formatted(label, gate, more));
    }

    private Outcome daybreak(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx700m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Ddaybreak.spark.client=" + ROOT.resolve("engine-spark/target/dist/lib"),
                "-Ddaybreak.spark.server=" + ROOT.resolve("engine-spark-server/target/dist/lib"),
                "-Ddaybreak.spark.training=" + training,
                "-cp",
                PROGRAM + "/*",
                "dev.daybreak.cli.Daybreak"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--project", project.toString(), "--json"));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process program = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            int status = program.waitFor();
            String text = Files.readString(out);
            return new Outcome(status, new ObjectMapper().readTree(text), text + Files.readString(err));
        } finally {
            program.destroyForcibly();
        }
    }

    /** Versions by "name/version". */
    private JsonNode version(String name, int version) throws Exception {
        for (JsonNode model : daybreak("models", name).json().get("models")) {
            if (model.get("version").asInt() == version) {
                return model;
            }
        }
        throw new AssertionError("no version " + version + " of " + name);
    }

    private String manifest(String model, int version) throws IOException {
        Path file = project.resolve(".daybreak/models/" + model + "/" + version + "/model.tar.gz");
        try (GZIPInputStream archive = new GZIPInputStream(Files.newInputStream(file))) {
            String all = new String(archive.readAllBytes(), StandardCharsets.UTF_8);
            return all.substring(all.indexOf("daybreak/manifest.json"), all.indexOf("daybreak/metrics.json"));
        }
    }

    @Test
    void twoWorkersLearnWhatOneMachineLearnsAndGoTheSameWay() throws Exception {
        model("here", "bought", "auc > 0.6", "");
        model("spread", "bought", "auc > 0.6", "train_on: spark");

        Outcome run = daybreak("run");

        assertThat(run.status()).as(run.said()).isZero();
        JsonNode spread = version("spread", 1);
        assertThat(spread.get("alias").asText()).isEqualTo("Production");
        assertThat(auc(spread))
                .isCloseTo(auc(version("here", 1)), within(0.005))
                .isGreaterThan(0.75);
        assertThat(manifest("spread", 1)).contains("\"workers\" : 2", "\"libraryVersion\" : \"2.1.4\"");
        assertThat(manifest("here", 1)).contains("\"workers\" : 0", "\"libraryVersion\" : \"3.0.4\"");
        assertThat(project.resolve(".daybreak/models/.attempts")).isEmptyDirectory();

        // A second version is judged against the first, which was loaded from its artifact for that.
        model("spread", "bought", "auc >= champion.auc - 0.5", "train_on: spark\npromote: false");
        Outcome again = daybreak("run", "models.spread");

        assertThat(again.status()).as(again.said()).isZero();
        JsonNode second = version("spread", 2);
        assertThat(auc(second)).as("the same rows and workers").isEqualTo(auc(spread));
        assertThat(second.toString()).contains("champion");
    }

    private static double auc(JsonNode version) {
        return version.at("/metrics/auc/value").asDouble();
    }

    /** Labels of the gamma distribution are positive. Rows are sorted by age, so the first ones, which are tried here, are right. */
    @Test
    void tellsWhatAWorkerOfSparkRefused() throws Exception {
        // One of two workers is refused its labels; the other one fails too, since it waits for that one.
        model("spread", "margin", "rmse < 99", "train_on: spark\nretries: 0");
        Path file = project.resolve("models/spread.yaml");
        Files.writeString(file, Files.readString(file).replace("{rounds: 80,", "{objective: reg:gamma, rounds: 80,"));

        Outcome run = daybreak("run");

        assertThat(run.status()).as(run.said()).isEqualTo(1);
        assertThat(run.said())
                .contains("Cannot train model 'spread' on Spark: the application ended with status 1.")
                .contains("Cannot train: ")
                .contains("label must be positive for gamma regression");
        assertThat(project.resolve(".daybreak/models/.attempts")).isEmptyDirectory();
    }

    @Test
    void tellsWhatKeepsAModelFromBeingTrainedOnSpark() throws Exception {
        model("spread", "bought", "auc > 0.6", "train_on: spark");
        training = folder.resolve("none").toString();

        Outcome without = daybreak("run");

        assertThat(without.status()).isEqualTo(1);
        assertThat(without.said())
                .contains("Cannot start Spark: its jars are not in '" + training + "'")
                .contains("mvn -q -pl engine-spark-training -am package -DskipTests");

        model("spread", "bought", "auc > 0.6", "train_on: ray");
        assertThat(daybreak("validate").said()).contains("Invalid value 'ray' of 'train_on'", "models/spread.yaml");

        model("spread", "bought", "auc > 0.6", "train_on: spark");
        write("daybreak.yaml", "name: shop\nengine: \"sc://far:15002\"\n");
        JsonNode problems = daybreak("validate").json().get("problems");

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.get("file").asText()).isEqualTo("models/spread.yaml");
            assertThat(problem.get("message").asText())
                    .isEqualTo("Cannot train model 'spread' on Spark: 'engine' in daybreak.yaml is 'sc://far:15002',"
                            + " a Spark Connect server, which runs no trainings");
        });
    }
}
