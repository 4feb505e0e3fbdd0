package dev.daybreak.project.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Sensor;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalTemplate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code wait_for} says. */
class SensorFormTest {
    private static final String DAILY = "partition: {column: day, every: day, start: 2023-01-01}\n";

    @TempDir
    Path root;

    private ProjectFolder folder;

    @BeforeEach
    void makeProject() {
        folder = new ProjectFolder(root);
        folder.write("daybreak.yaml", "name: shop\nconnections: {shop: {url: 'jdbc:sqlite:shop.db'}}\n");
    }

    private void write(String header) {
        folder.write("assets/a/b.sql", "/*---\n" + header + "---*/\nSELECT DATE '2023-01-01' AS day\n");
    }

    private List<Sensor> sensors() {
        Loaded loaded = folder.load();
        assertThat(loaded.problems()).isEmpty();
        return loaded.project().orElseThrow().tables().get(0).about().sensors();
    }

    @Test
    void anAssetWaitsForNothingUnlessItSaysSo() {
        write("owner: ana\n");

        assertThat(sensors()).isEmpty();
    }

    @Test
    void everyKindOfThingCanBeWaitedFor() {
        write(
                DAILY
                        + """
                wait_for:
                  - {file: "landing/{start:yyyy-MM-dd}/*.json", every: 5 seconds, longest_wait: 1 minute, timeout: 6 hours, soft_fail: true}
                  - {url: "https://example.org/ready?until={end}", status: 204}
                  - {connection: shop, sql: "SELECT 1 FROM loads WHERE day = '{start:yyyyMMdd}'"}
                  - {asset: a.b}
                  - {after: 2 hours}
                """);

        List<Sensor> sensors = sensors();
        assertThat(sensors)
                .extracting(Sensor::condition)
                .containsExactly(
                        new Sensor.FileThere(new IntervalTemplate("landing/{start:yyyy-MM-dd}/*.json")),
                        new Sensor.UrlAnswers(new IntervalTemplate("https://example.org/ready?until={end}"), 204),
                        new Sensor.RowFound(
                                "shop", new IntervalTemplate("SELECT 1 FROM loads WHERE day = '{start:yyyyMMdd}'")),
                        new Sensor.Published(AssetKey.parse("a.b")),
                        new Sensor.TimePassed(Duration.ofHours(2)));
        assertThat(sensors.get(0).isSoft()).isTrue();
        assertThat(sensors.get(0).timeout()).isEqualTo(Duration.ofHours(6));
        assertThat(sensors.get(0).pauseAfter(1)).isEqualTo(Duration.ofSeconds(5));
        assertThat(sensors.get(0).pauseAfter(3)).isEqualTo(Duration.ofSeconds(20));
        assertThat(sensors.get(0).pauseAfter(1_000)).isEqualTo(Duration.ofMinutes(1));
        assertThat(sensors.get(1).timeout()).isEqualTo(Sensor.DEFAULT_TIMEOUT);
    }

    @Test
    void aTemplateNamesTheIntervalInTheZone() {
        DataInterval day =
                new DataInterval(Instant.parse("2023-01-01T23:00:00Z"), Instant.parse("2023-01-02T23:00:00Z"));

        assertThat(new IntervalTemplate("{start:yyyy-MM-dd}/{end}/{a,b}*.csv").fill(day, ZoneId.of("Europe/Berlin")))
                .isEqualTo("2023-01-02/2023-01-02T23:00:00Z/{a,b}*.csv");
    }

    @Test
    void everythingThatDoesNotFitIsTold() {
        write(
                DAILY
                        + """
                wait_for:
                  - {every: 5 seconds}
                  - {file: x, url: "http://y"}
                  - {file: "{start:yyyy-bb}"}
                  - {sql: SELECT 1}
                  - {file: x, status: 200}
                  - {asset: a.c}
                  - {after: soon}
                """);

        assertThat(folder.problems())
                .anySatisfy(problem ->
                        assertThat(problem).contains("assets/a/b.sql:4").contains("file"))
                .anySatisfy(problem ->
                        assertThat(problem).contains("assets/a/b.sql:5").contains("url"))
                .anySatisfy(problem -> assertThat(problem).contains("'{start:yyyy-bb}' is no pattern for a time"))
                .anySatisfy(problem -> assertThat(problem).contains("Missing key 'connection'"))
                .anySatisfy(problem -> assertThat(problem).contains("Invalid key 'status': it goes with 'url' only."))
                .anySatisfy(problem -> assertThat(problem).contains("soon"));
    }

    @Test
    void aConnectionThatIsNotThereIsToldWithTheNearestName() {
        write("wait_for: {connection: shap, sql: SELECT 1}\n");

        assertThat(folder.problems()).singleElement().satisfies(problem -> assertThat(problem)
                .contains("assets/a/b.sql:2:24")
                .contains("Did you mean 'shop'?"));
    }

    @Test
    void anAssetThatIsNotThereAndAnIntervalThatThereIsNotAreTold() {
        write("wait_for: [{asset: a.c}, {file: 'x/{start:yyyy}'}]\n");

        assertThat(folder.problems())
                .anySatisfy(
                        problem -> assertThat(problem).contains("Invalid asset 'a.c': the project has no such asset."))
                .anySatisfy(problem -> assertThat(problem).contains("the asset is not cut along time."))
                .hasSize(2);
    }
}
