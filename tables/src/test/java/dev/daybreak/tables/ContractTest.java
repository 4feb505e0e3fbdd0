package dev.daybreak.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a table's contract does to the rows of its SELECT, and how errors of the SELECT are told. */
final class ContractTest {
    private TableProject project;

    @BeforeEach
    void open(@TempDir Path folder) {
        project = new TableProject(folder);
        project.clicks();
    }

    @AfterEach
    void close() {
        project.close();
    }

    @Test
    void castsEveryColumnToItsTypeWhateverTheOrderOfTheSelect() {
        project.table(
                "shop.prices",
                "columns: {name: string, price: \"decimal(10,2)\", sold: date, pieces: int}",
                "SELECT 3.456 AS price, 17 AS name, '2025-03-01' AS sold, 5000000000 - 4999999998 AS pieces");

        project.run();

        assertThat(project.rows("shop.prices", "SELECT name, price, sold, pieces FROM t"))
                .containsExactly("[17, 3.46, 2025-03-01, 2]");
        assertThat(project.lakeTable("shop.prices").schema().columns())
                .extracting(column -> column.name() + " " + column.type())
                .containsExactly("name string", "price decimal(10,2)", "sold date", "pieces int");
    }

    @Test
    void withoutAContractTakesTheTypesThatTheEngineFinds() {
        project.table(
                "shop.sums", "", "SELECT 1 AS one, 'a' AS text, TRUE AS flag, SUM(n) AS total FROM range(3) r(n)");

        project.run();

        assertThat(project.lakeTable("shop.sums").schema().columns())
                .extracting(column -> column.name() + " " + column.type())
                .containsExactly("one int", "text string", "flag boolean", "total long");
    }

    @Test
    void tellsAValueThatDoesNotFitItsType() {
        project.table(
                "shop.ages",
                "inputs: {raw.clicks: {whole: true}}\ncolumns: {age: int}",
                "SELECT CASE WHEN user_id = 3 THEN '1985-04-01' ELSE '40' END AS age FROM raw.clicks");

        Failure failure = project.runAndFail();

        assertThat(failure.code()).isEqualTo(ErrorCode.QUERY_FAILED);
        assertThat(failure.message()).startsWith("Cannot").contains("1985-04-01", "age", "int");
        assertThat(failure.place()).startsWith("assets/shop/ages.sql:");
        assertThat(project.lakeTable("shop.ages").currentSnapshot()).isEmpty();
        assertThat(project.dataFiles("shop.ages")).isEmpty();
    }

    @Test
    void tellsANullInARequiredColumn() {
        project.table(
                "shop.users",
                "inputs: {raw.clicks: {whole: true}}\ncolumns: {user_id: {type: long, required: true}}",
                "SELECT NULLIF(user_id, 2) AS user_id FROM raw.clicks");

        Failure failure = project.runAndFail();

        assertThat(failure.message()).startsWith("Cannot").contains("null", "user_id");
        assertThat(failure.place()).startsWith("assets/shop/users.sql:");
        assertThat(project.dataFiles("shop.users")).isEmpty();
    }

    @Test
    void tellsAColumnThatTheSelectLacks() {
        project.table("shop.users", "columns: {ranges: long}", "SELECT * FROM range(1)");

        Failure failure = project.runAndFail();

        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_SQL);
        assertThat(failure.message())
                .startsWith(
                        "Cannot compute 'shop.users': its SELECT yields no column 'ranges' that the contract asks for.")
                .contains("'range'");
        assertThat(failure.place()).isEqualTo("assets/shop/users.sql:2:11");
        assertThat(project.hasTable("shop.users")).isFalse();
    }

    @Test
    void tellsAColumnThatTheContractHasNot() {
        project.table(
                "shop.users", "columns: {user_id: long}", "SELECT * FROM (SELECT 1 AS user_id) JOIN range(1) ON TRUE");

        assertThat(project.runAndFail().message())
                .startsWith("Cannot compute 'shop.users': its SELECT yields column 'range' that the contract has not.");
    }

    @Test
    void tellsWhereInTheFileTheEngineFoundTheError() {
        project.table("shop.users", "dialect: duckdb", "SELECT\n  1 AS user_id,\n  no_such_function(2) AS n");

        Failure failure = project.runAndFail();

        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_SQL);
        assertThat(failure.message()).contains("no_such_function");
        assertThat(failure.place()).isEqualTo("assets/shop/users.sql:6:3");
    }

    @Test
    void tellsThePlaceInTheAuthorsTextThoughTheEngineSawLongerNames() {
        project.table(
                "shop.users",
                "{dialect: duckdb, partition: {column: day, every: day}}",
                "SELECT CAST(:start AS DATE) AS day, :end AS till, no_such_function(2) AS n FROM raw.clicks");

        assertThat(project.runAndFail().place()).isEqualTo("assets/shop/users.sql:4:51");
    }

    @Test
    void refusesToPartitionByAColumnThatTheSelectLacks() {
        project.table(
                "shop.daily",
                "partition: {column: dai, every: day}",
                "SELECT * FROM (SELECT CAST(:start AS DATE) AS day) JOIN range(1) ON TRUE");

        assertThat(project.runAndFail().message())
                .startsWith(
                        "Cannot partition 'shop.daily' by 'dai': the SELECT yields no date or timestamp column of that"
                                + " name.")
                .contains("'day'");
    }

    @Test
    void addsAColumnAndKeepsOneThatTheSelectNoLongerYields() {
        project.table("shop.users", "", "SELECT 1 AS user_id, 'de' AS country");
        project.run();

        project.table("shop.users", "", "SELECT 1 AS user_id, 40 AS age");
        project.run();

        assertThat(project.rows("shop.users", "SELECT user_id, country, age FROM t"))
                .containsExactly("[1, null, 40]");
        assertThat(project.lakeTable("shop.users").schema().columns())
                .extracting(Column::name)
                .containsExactly("user_id", "country", "age");
    }

    @Test
    void refusesATypeThatTheTableCannotBeChangedTo() {
        project.table("shop.users", "", "SELECT 1 AS user_id, 40 AS age");
        project.run();

        project.table("shop.users", "", "SELECT 1 AS user_id, DATE '1985-04-01' AS age");
        Failure failure = project.runAndFail();

        assertThat(failure.message()).startsWith("Cannot").contains("age", "int", "date");
        assertThat(failure.place()).startsWith("assets/shop/users.sql:");
        assertThat(project.rows("shop.users", "SELECT age FROM t")).containsExactly("[40]");
    }
}
