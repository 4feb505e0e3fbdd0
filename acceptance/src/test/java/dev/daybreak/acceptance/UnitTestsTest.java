package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.acceptance.CommandLineProject.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that a project has of its own tables. */
class UnitTestsTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("root.dir"), "examples");

    @TempDir
    Path folder;

    private CommandLineProject project;

    @BeforeEach
    void makeProject() {
        project = new CommandLineProject(folder);
        project.file("daybreak.yaml", "name: shop\nstart: 2025-03-01\nend: 2025-04-01\nvariables: {least: 0}\n");
        project.file(
                "sources/orders.yaml",
                """
                files: {path: none/*.csv}
                columns: {id: {type: long, required: true}, at: timestamp, price: "decimal(10,2)", tags: list<string>}
                partition: {column: at, every: day}
                """);
        project.table(
                "shop.days",
                """
                partition: {column: day, every: day}
                inputs:
                  raw.orders: {last: 2 days}
                checks:
                  - expect_column_values_to_be_between: {column: revenue, min_value: 0}
                  - expect_column_values_to_not_be_null: {column: revenue}
                """,
                """
                SELECT CAST(:start AS DATE) AS day, COUNT(*) AS orders, SUM(price) AS revenue, AVG(CAST(price AS DOUBLE)) AS mean
                FROM raw.orders WHERE price > :least OR price IS NULL
                """);
        project.table(
                "shop.tags",
                "description: Every tag of every order",
                "SELECT id, tags, CAST(id AS INTEGER) / CAST(array_size(tags) AS INTEGER) AS share FROM raw.orders");
    }

    private void days(String name, String expect) {
        project.file(
                "tests/" + name + ".yaml",
                """
                asset: shop.days
                start: 2025-03-02
                given:
                  raw.orders: |
                    id, at,                  price
                    1,  2025-03-01 00:00:00, 1.10
                    2,  2025-03-02 23:59:59, 2.20
                    3,  2025-02-28 23:59:59, 100
                    4,  2025-03-03 00:00:00, 100
                expect:
                """
                        + expect.indent(2));
    }

    @Test
    void readsOfTheRowsThatAreGivenThoseOfTheWindow() {
        days("days", "rows: [{day: 2025-03-02, orders: 2, revenue: 3.3, mean: 1.65}]\ntypes: {orders: long}");

        Outcome outcome = project.run("test", "--json");

        assertThat(outcome.said()).contains("\"passed\":1,\"failed\":0");
        assertThat(outcome.status()).isZero();
        assertThat(project.run("test", "days").out()).contains("1 passed");
        assertThat(project.path(".daybreak")).doesNotExist();
    }

    @Test
    void showsRowsThatAreMissingTooManyOrOthers() {
        days(
                "days",
                """
                key: day
                columns: [day, orders, revenue]
                rows:
                  - {day: 2025-03-02, orders: 3, revenue: 3.3}
                  - {day: 2025-03-09, orders: 1}
                """);

        Outcome outcome = project.run("test");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out())
                .contains("FAILED  days  (shop.days on duckdb")
                .contains("  tests/days.yaml:1:1\n  1 row missing (-), 1 row with other cells (expected -> found)")
                .containsPattern("- +2025-03-09 +1 +NULL")
                .containsPattern("~ +2025-03-02 +3 -> 2 +3.30")
                .contains("1 failed, 0 passed");
    }

    @Test
    void tellsAllThatDiffersAsOneDocument() {
        days("days", "columns: [orders]\nrows: [{orders: 7}, {orders: 2}]");

        JsonNode document = project.run("test", "--json").json();

        assertThat(document.get("failed").asInt()).isEqualTo(1);
        JsonNode test = document.get("tests").get(0);
        assertThat(test.get("name").asText()).isEqualTo("days");
        assertThat(test.get("asset").asText()).isEqualTo("shop.days");
        assertThat(test.get("missing").toString()).isEqualTo("[{\"orders\":7}]");
        assertThat(test.get("extra").toString()).isEqualTo("[]");
    }

    @Test
    void tellsTypesThatAreOthers() {
        days(
                "days",
                "types: {orders: int, revenue: \"decimal(38,2)\"}\nrows: [{day: 2025-03-02, orders: 2, revenue: 3.3, mean: 1.65}]");

        assertThat(project.run("test").out()).contains("  column 'orders' is long, expected int\n");
    }

    @Test
    void tellsWhichChecksFail() {
        days("holds", "failed_checks: []");
        project.file(
                "tests/fails.yaml",
                """
                asset: shop.days
                start: 2025-03-02
                given: {raw.orders: []}
                expect: {failed_checks: [expect_column_values_to_not_be_null]}
                """);
        days("wrong", "failed_checks: [expect_column_values_to_be_between]");

        Outcome outcome = project.run("test");

        assertThat(outcome.out())
                .contains("passed  holds", "passed  fails", "FAILED  wrong")
                .contains("  expect_column_values_to_be_between must fail, and holds");
    }

    @Test
    void takesValuesWithPartsAndExpectsErrors() {
        project.file(
                "tests/tags.yaml",
                """
                - name: shares
                  asset: shop.tags
                  given: {raw.orders: [{id: 1, tags: [a, "it's"]}, {id: 3, tags: [b]}, {id: 4}]}
                  expect: {rows: [{id: 3, tags: [b], share: 3}, {id: 1, tags: [a, "it's"], share: 0.5}, {id: 4}]}
                - name: none
                  asset: shop.tags
                  given: {raw.orders: [{id: 1, tags: []}]}
                  expect: {error: divi}
                - name: other
                  asset: shop.tags
                  given: {raw.orders: [{id: 1, tags: []}]}
                  expect: {error: overflow}
                """);

        assertThat(project.run("test", "none", "--json")
                        .json()
                        .at("/tests/0/name")
                        .asText())
                .as("a test goes by its own name, too")
                .isEqualTo("tags/none");

        Outcome outcome = project.run("test");

        assertThat(outcome.out())
                .contains("passed  tags/shares", "passed  tags/none", "FAILED  tags/other")
                .contains("  it failed otherwise than with 'overflow': ");
    }

    @Test
    void isToldAlikeHoweverManyRunAtATime() {
        for (int test = 0; test < 12; test++) {
            int orders = test % 3 == 0 ? 9 : 2;
            days("t" + test, "rows: [{day: 2025-03-02, orders: " + orders + ", revenue: 3.3, mean: 1.65}]");
        }

        Outcome one = project.run("test", "--parallel", "1", "--json");
        Outcome many = project.run("test", "--parallel", "4", "--json");

        assertThat(one.status()).isEqualTo(1);
        assertThat(many.status()).isEqualTo(1);
        List<String> said = told(one);
        assertThat(said).hasSize(12).contains("t0 false", "t1 true");
        assertThat(told(many)).isEqualTo(said);
        assertThat(project.run("test", "--parallel", "0").err()).contains("--parallel", "1 or more");
    }

    private static List<String> told(Outcome outcome) {
        List<String> tests = new ArrayList<>();
        outcome.json()
                .get("tests")
                .forEach(test -> tests.add(
                        test.get("name").asText() + " " + test.get("passed").asBoolean()));
        return tests;
    }

    @Test
    void readsRowsFromAFile() {
        project.file("tests/orders.csv", "id,tags\n1,\n");
        project.file(
                "tests/tags.yaml",
                "asset: shop.tags\ngiven: {raw.orders: {file: tests/orders.csv}}\nexpect: {rows: [{id: 1}]}\n");

        assertThat(project.run("test").status()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"days, 1", "tests/days.yaml, 1", "shop.days, 2", "tags, 1", "tags/a, 1"})
    void runsTestsByNameFileOrTable(String wanted, int tests) {
        days("days", "rows: [{day: 2025-03-02, orders: 2, revenue: 3.3, mean: 1.65}]");
        days("more", "failed_checks: []");
        project.file("tests/tags.yaml", "[{name: a, asset: shop.tags, expect: {rows: []}}]");

        assertThat(project.run("test", wanted, "--json").json().get("passed").asInt())
                .isEqualTo(tests);
    }

    @Test
    void namesTheNearestOfATestThatIsNotThere() {
        days("days", "failed_checks: []");

        Outcome outcome = project.run("test", "day");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("Invalid test 'day'").contains("Did you mean 'days'?");
    }

    @Test
    void tellsEveryProblemOfTestsAtOnceAndRunsNone() {
        project.file(
                "tests/bad.yaml",
                """
                - name: a
                  asset: shop.day
                  expect: {rows: []}
                - name: b
                  asset: shop.days
                  given:
                    raw.order: []
                    raw.orders: [{id: x, pirce: 1}]
                  expcet: 1
                  expect: {rows: [{orders: many}], columns: [revenu], failed_checks: [expect_nothing]}
                - name: c
                  asset: shop.tags
                  start: 2025-03-01
                  expect: {}
                """);

        Outcome validated = project.run("validate");
        Outcome tested = project.run("test");

        assertThat(validated.status()).isEqualTo(1);
        assertThat(validated.err())
                .contains("tests/bad.yaml:2:10: error: Invalid asset 'shop.day'", "Did you mean 'shop.days'?")
                .contains("tests/bad.yaml:4:3: error: Missing key 'start': 'shop.days' is cut along time.")
                .contains("tests/bad.yaml:7:5: error: Invalid table 'raw.order': 'shop.days' does not read it.")
                .contains("tests/bad.yaml:8:23: error: Invalid value of column 'id'")
                .contains("tests/bad.yaml:8:33: error: Invalid column 'pirce'", "Did you mean 'price'?")
                .contains("tests/bad.yaml:9:3: error: Invalid key 'expcet'", "Did you mean 'expect'?")
                .contains("Invalid value of column 'orders': expected a whole number of 64 bits, found 'many'")
                .contains("Invalid column 'revenu'", "Invalid check 'expect_nothing'")
                .contains("tests/bad.yaml:13:10: error: Invalid key 'start': 'shop.tags' is not cut along time.")
                .contains("Missing key: a test expects rows, an error or failed_checks.");
        assertThat(tested.status()).isEqualTo(2);
        assertThat(tested.out()).doesNotContain("passed");
    }

    @Test
    void theTestsOfANewProjectPass() {
        Path shop = folder.resolve("new");
        CommandLineProject.command("init", shop.toString());

        Outcome outcome = CommandLineProject.command("test", "--project", shop.toString());

        assertThat(outcome.out()).contains("2 passed");
        assertThat(outcome.status()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"recommender, 4", "flights, 2"})
    void theTestsOfExamplesPass(String example, int tests) {
        JsonNode document = CommandLineProject.command(
                        "test", "--json", "--project", EXAMPLES.resolve(example).toString())
                .json();

        assertThat(document.get("passed").asInt()).as(document.toString()).isEqualTo(tests);
        assertThat(document.get("failed").asInt()).isZero();
    }
}
