package dev.daybreak.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.engine.QueryPlan;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.tables.Explanation.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainingTest {
    @TempDir
    Path folder;

    private TableProject project;

    @BeforeEach
    void makeProject() {
        project = new TableProject(folder);
        project.clicks();
        project.table(
                "shop.users",
                "partition: {column: day, every: day}\ninputs: {raw.clicks: {last: 2 days}}",
                "SELECT CAST(:start AS DATE) AS day, COUNT(*) AS clicks FROM raw.clicks WHERE user_id > 1");
    }

    @AfterEach
    void close() {
        project.close();
    }

    private Explanation explain() {
        return project.explain("shop.users", project.days(4, 4), project.engine());
    }

    @Test
    void tellsWhichFilesAreOpenedAndWhatIsReadOfThem() {
        project.bringIn();

        Explanation explanation = explain();

        assertThat(explanation.engine()).isEqualTo("duckdb");
        assertThat(explanation.inputs()).singleElement().satisfies(input -> {
            assertThat(input.asset()).isEqualTo(AssetKey.parse("raw.clicks"));
            assertThat(input.snapshot())
                    .isEqualTo(project.lakeTable("raw.clicks").currentSnapshot());
            assertThat(input.all()).isEqualTo(new Files(5, 15));
            assertThat(input.opened()).as("days 3 and 4").isEqualTo(new Files(2, 7));
            assertThat(input.reads()).singleElement().satisfies(read -> assertThat(read.columns())
                    .containsExactly("seen", "user_id"));
        });
        assertThat(explanation.inputs().get(0).reads().stream()
                        .map(QueryPlan.Read::filters)
                        .findFirst()
                        .orElseThrow())
                .anySatisfy(filter -> assertThat(filter).contains("user_id > 1"));
        assertThat(explanation.plan()).isNotBlank();
        assertThat(project.hasTable("shop.users")).as("nothing is computed").isFalse();
    }

    @Test
    void filesThatTheTextsOwnConditionsRuleOutStayClosed() {
        project.bringIn();
        String day = "2025-03-04";
        project.table(
                "shop.users",
                "partition: {column: day, every: day}\ninputs: {raw.clicks: {whole: true}}",
                "SELECT CAST(:start AS DATE) AS day, COUNT(*) AS clicks FROM raw.clicks WHERE seen >= '" + day + "'");

        assertThat(explain().inputs().get(0).all().files()).isEqualTo(5);
        assertThat(explain().inputs().get(0).opened().files())
                .as("days 4 and 5")
                .isEqualTo(2);

        project.table(
                "shop.users",
                "partition: {column: day, every: day}\ninputs: {raw.clicks: {whole: true}}",
                "SELECT CAST(:start AS DATE) AS day, (SELECT COUNT(*) FROM raw.clicks) AS clicks FROM raw.clicks WHERE seen >= '"
                        + day + "' LIMIT 1");
        assertThat(explain().inputs().get(0).opened().files())
                .as("another place reads all")
                .isEqualTo(5);
    }

    /** 2,000 files by default; {@code -Dlookup.files=10000} takes a minute or more, to write them. */
    @Test
    void aSearchForOneUserOnOneDayOpensOneOfVeryManyFiles() {
        int days = Integer.getInteger("lookup.files", 2_000) / 100;
        project.file(
                "sources/visits.yaml",
                "files: {path: none/*.csv}\ncolumns: {day: date, user_id: long}\n"
                        + "partition: [{column: day, every: day}, {bucket: user_id, into: 100}]\nbloom: user_id\n");
        project.replace(
                "raw.visits",
                DataInterval.ALL,
                "SELECT DATE '2025-03-01' + CAST(d AS INTEGER) AS day, u * 7 AS user_id FROM range(" + days
                        + ") AS days(d), range(1000) AS users(u)");
        project.bringIn();

        assertThat(search("2025-03-15", 700)).containsExactly(1, days * 100);
        assertThat(search("2025-03-15", 701)).as("no file has that user").containsExactly(0, days * 100);
        assertThat(search("2026-03-15", 700)).as("no file is of that day").containsExactly(0, days * 100);
    }

    /** How many files are opened, of how many. */
    private List<Integer> search(String day, int user) {
        project.table(
                "shop.users",
                "inputs: {raw.visits: {whole: true}}",
                "SELECT COUNT(*) AS visits FROM raw.visits WHERE day = DATE '" + day + "' AND user_id = " + user);
        Explanation.InputReads input = project.explain("shop.users", DataInterval.ALL, project.engine())
                .inputs()
                .get(0);
        return List.of(input.opened().files(), input.all().files());
    }

    @Test
    void needsItsInputs() {
        assertThatThrownBy(this::explain)
                .isInstanceOfSatisfying(
                        DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISSING_INPUT))
                .hasMessage("Cannot compute 'shop.users': its input 'raw.clicks' was never published.");
    }

    @Test
    void tellsMistakesWithTheirPlace() {
        project.bringIn();
        project.table(
                "shop.users",
                "partition: {column: day, every: day}\ndialect: duckdb",
                "SELECT CAST(:start AS DATE) AS day, nix(user_id) AS n FROM raw.clicks");

        assertThatThrownBy(this::explain)
                .isInstanceOfSatisfying(
                        DaybreakException.class,
                        e -> assertThat(e.place().orElseThrow().file()).isEqualTo("assets/shop/users.sql"))
                .hasMessageContaining("nix");
    }
}
