package dev.daybreak.sql.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.asset.FileLayout;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.RowOrder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an author is told of SQL that is wrong. The text of {@code features.t} begins on line 4 of its file. */
class SqlProblemsTest {
    private static List<String> problems(String sql) {
        return Situation.withClicks().table("features.t", sql).problems();
    }

    @Test
    void unknownColumn() {
        assertThat(problems("SELECT item_id,\n  usr_id\nFROM raw.clicks"))
                .containsExactly("assets/features/t.sql:5:3 Cannot find column 'usr_id'. Did you mean 'user_id'?"
                        + " | There are user_id, item_id, event_time, price, tags, _ingested_at.");
    }

    @Test
    void aColumnWhoseNameIsAWordOfTheLanguage() {
        String words = "SELECT user_id AS pivot FROM raw.clicks";

        assertThat(problems("SELECT pivot\nFROM (" + words + ") AS t"))
                .containsExactly(
                        "assets/features/t.sql:4:8 Cannot use 'pivot' as a column here: to DuckDB it is a word of"
                                + " the language. | Write it in quotes: \"pivot\".");
        assertThat(problems("SELECT \"pivot\" FROM (" + words + ") AS t")).isEmpty();
        assertThat(problems("SELECT t.pivot FROM (" + words + ") AS t")).isEmpty();
    }

    @Test
    void unknownColumnOfATable() {
        assertThat(problems("SELECT c.item_id FROM raw.clicks AS c\nWHERE c.prize > 3"))
                .containsExactly("assets/features/t.sql:5:9 Cannot find column 'prize' in 'c'. Did you mean 'price'?"
                        + " | It has user_id, item_id, event_time, price, tags, _ingested_at.");
    }

    @Test
    void unknownTable() {
        assertThat(problems("SELECT * FROM raw.click"))
                .containsExactly("assets/features/t.sql:4:15 Cannot find table 'raw.click'. Did you mean 'raw.clicks'?"
                        + " | There are features.t, raw.clicks, raw.users.");
    }

    @Test
    void aTableNeedsItsNamespace() {
        assertThat(problems("SELECT * FROM clicks"))
                .containsExactly("assets/features/t.sql:4:15 Cannot find table 'clicks'. Did you mean 'raw.clicks'?"
                        + " | There are features.t, raw.clicks, raw.users.");
    }

    @Test
    void aTableByItsNameAlone() {
        assertThat(problems("TABLE raw.clicks"))
                .containsExactly("assets/features/t.sql:4:1 Cannot use TABLE: it is not portable."
                        + " | Write SELECT * FROM and the table.");
    }

    @Test
    void unknownAlias() {
        assertThat(problems("SELECT x.user_id FROM raw.clicks c"))
                .containsExactly(
                        "assets/features/t.sql:4:8 Cannot find table 'x' of 'x.user_id' in this query. | It reads c.");
    }

    @Test
    void aColumnOfTwoTables() {
        assertThat(problems("SELECT user_id FROM raw.clicks c, raw.users u"))
                .containsExactly(
                        "assets/features/t.sql:4:8 Cannot tell which 'user_id' is meant: it stands in 'c' and 'u'."
                                + " | Write c.user_id or u.user_id.");
    }

    @Test
    void twoTablesOfOneName() {
        Situation project = Situation.withClicks()
                .table("features.clicks", "SELECT user_id AS u FROM raw.clicks")
                .table("features.t", "SELECT raw.clicks.price FROM raw.clicks\nJOIN features.clicks ON u = user_id");

        assertThat(project.problems())
                .containsExactly(
                        "assets/features/t.sql:5:6 Cannot tell 'raw.clicks' and 'features.clicks' apart: both are"
                                + " called 'clicks' in one FROM clause. | Give one of them another name with AS.");
    }

    @Test
    void problemsInACommonTableExpressionAreToldOnceHoweverOftenItIsRead() {
        assertThat(problems("WITH c AS (SELECT nme FROM raw.users) SELECT a.nme FROM c a JOIN c b ON a.nme = b.nme"))
                .hasSize(1);
    }

    @Test
    void everyProblemIsToldAtOnce() {
        assertThat(problems("SELECT a, b FROM raw.clicks WHERE c > 1")).hasSize(3);
    }

    @Test
    void syntax() {
        assertThat(problems("SELECT user_id,\nFROM raw.clicks"))
                .containsExactly("assets/features/t.sql:5:1 Invalid SQL: did not expect 'FROM' after ','."
                        + " | Expected here: a name or value.");
        assertThat(problems("SELECT user_id FROM raw.clicks WHERE"))
                .containsExactly("assets/features/t.sql:4:37 Invalid SQL: the text ends too early after 'WHERE'."
                        + " | Expected here: a name or value.");
        assertThat(problems("SELECT (user_id FROM raw.clicks"))
                .containsExactly("assets/features/t.sql:4:17 Invalid SQL: did not expect 'FROM' after 'user_id'."
                        + " | Expected here: one of ) , ORDER AND OR BETWEEN.");
    }

    @Test
    void aPlaceIsRightThoughParametersAreLongerInside() {
        assertThat(problems("SELECT user_id FROM raw.clicks WHERE event_time >= :start AND evnt_time < :end"))
                .containsExactly("assets/features/t.sql:4:63 Cannot find column 'evnt_time'. Did you mean 'event_time'?"
                        + " | There are user_id, item_id, event_time, price, tags, _ingested_at.");
    }

    @Test
    void aPlaceIsRightThoughNumbersHaveTheirTypeBehindThem() {
        assertThat(sparkProblems("SELECT user_id FROM raw.clicks WHERE item_id > 60L AND `itm_id` < 1.5BD"))
                .containsExactly("assets/features/t.sql:4:56 Cannot find column 'itm_id'. Did you mean 'item_id'?"
                        + " | There are user_id, item_id, event_time, price, tags, _ingested_at.");
        assertThat(sparkProblems("SELECT 60L + , 1S FROM raw.clicks"))
                .first()
                .asString()
                .startsWith("assets/features/t.sql:4:14 Cannot analyse this text, which is in the dialect 'spark':"
                        + " invalid SQL: did not expect ',' after '+'.");
        assertThat(sparkProblems("SELECT user_id AS u 60L FROM raw.clicks"))
                .first()
                .asString()
                .startsWith("assets/features/t.sql:4:21 Cannot analyse this text, which is in the dialect 'spark':"
                        + " invalid SQL: did not expect '60L' after 'u'.");
    }

    private static List<String> sparkProblems(String sql) {
        return Situation.withClicks()
                .table("features.t", sql, header -> header.dialect("spark"))
                .problems();
    }

    @Test
    void moreThanOneStatement() {
        assertThat(problems("SELECT user_id FROM raw.clicks;\nSELECT age FROM raw.users"))
                .containsExactly("assets/features/t.sql:5:1 Invalid SQL: expected one statement, found 2."
                        + " | Keep one SELECT; put the others into files of their own.");
    }

    @Test
    void noSelect() {
        assertThat(problems("DELETE FROM raw.clicks"))
                .containsExactly("assets/features/t.sql:4:1 Invalid SQL: expected a SELECT, found 'DELETE'."
                        + " | A table is what one SELECT yields; Daybreak writes it.");
        assertThat(problems("-- nothing yet\n"))
                .containsExactly(
                        "assets/features/t.sql:4:1 Missing SQL: the text has no statement. | Write one SELECT.");
    }

    @Test
    void unknownParameter() {
        assertThat(problems("SELECT user_id FROM raw.clicks WHERE event_time >= :strat"))
                .containsExactly("assets/features/t.sql:4:52 Cannot find parameter ':strat'. Did you mean 'start'?"
                        + " | There are :end, :start; add others under 'variables:' of daybreak.yaml.");
    }

    @Test
    void aCircle() {
        Situation project = new Situation()
                .table("a.x", "SELECT 1 AS n FROM a.z")
                .table("a.y", "SELECT n FROM a.x")
                .table("a.z", "SELECT n FROM\na.y");

        assertThat(project.problems())
                .containsExactly("assets/a/x.sql:4:20 Invalid inputs: assets read each other in a circle:"
                        + " a.x -> a.z -> a.y -> a.x."
                        + " | Take one of these inputs away, or split a table so that no part needs its own outcome.");
        assertThat(project.analysis().graph()).isEmpty();
    }

    @Test
    void aTableThatReadsItself() {
        assertThat(problems("SELECT user_id FROM features.t"))
                .containsExactly("assets/features/t.sql:4:21 Invalid inputs: assets read each other in a circle:"
                        + " features.t -> features.t."
                        + " | Take one of these inputs away, or split a table so that no part needs its own outcome.");
    }

    @Test
    void theHeaderPromisesColumnsThatTheSelectDoesNotYield() {
        Situation project = Situation.withClicks()
                .table("features.t", "SELECT user_id, event_time FROM raw.clicks", header -> header.daily("event_date")
                        .columns("user_id long", "price double"));

        assertThat(project.problems())
                .containsExactly(
                        "assets/features/t.sql Cannot find partition column 'event_date' among the columns of the SELECT."
                                + " Did you mean 'event_time'? | It yields user_id, event_time.",
                        "assets/features/t.sql Cannot find declared column 'price' among the columns of the SELECT."
                                + " | It yields user_id, event_time.",
                        "assets/features/t.sql:4:1 Invalid SELECT: it yields column 'event_time', which 'columns' does not"
                                + " declare. | Add it under 'columns' of the header, or leave it out.");
    }

    @Test
    void timeIsCutAlongAColumnOfTime() {
        Situation project = Situation.withClicks()
                .table("features.t", "SELECT user_id FROM raw.clicks", header -> header.daily("user_id"));

        assertThat(project.problems())
                .containsExactly(
                        "assets/features/t.sql Invalid partition column 'user_id': it is of type long; permitted are date,"
                                + " timestamp and timestamptz. | Name a column of such a type, or cast it in the SELECT.");
    }

    @Test
    void filesAreLaidOutByColumnsThatTheSelectYields() {
        FileLayout layout = new FileLayout(
                Optional.of(new RowOrder.Sorted(List.of("userid", "tags"))), List.of("price", "user_id"));
        Situation project = Situation.withClicks()
                .table("features.t", "SELECT user_id, tags, price FROM raw.clicks", header -> header.layout(layout));

        assertThat(project.problems())
                .containsExactly(
                        "assets/features/t.sql Cannot find 'sort' column 'userid' among the columns of the SELECT."
                                + " Did you mean 'user_id'? | It yields user_id, tags, price.",
                        "assets/features/t.sql Invalid key 'sort': column 'tags' is of type list<string>; permitted are all"
                                + " but list, map and struct. | Take it out of 'sort'.",
                        "assets/features/t.sql Invalid key 'bloom': column 'price' is of type double; permitted are int,"
                                + " long, string, date, timestamp and timestamptz. | Take it out of 'bloom'.");
    }

    @Test
    void theSelectYieldsAColumnThatTheHeaderDoesNotDeclare() {
        Situation project = Situation.withClicks()
                .table(
                        "features.t",
                        "SELECT user_id, price AS prise FROM raw.clicks",
                        header -> header.columns("user_id long", "price double"));

        assertThat(project.problems())
                .contains("assets/features/t.sql:4:1 Invalid SELECT: it yields column 'prise', which 'columns' does not"
                        + " declare. Did you mean 'price'? | Add it under 'columns' of the header, or leave it out.");
    }

    @Test
    void columnsThatOnlyTheEngineCanListAreTakenOnTrust() {
        Situation project = Situation.withClicks()
                .table("features.t", "SELECT MAX(COLUMNS(*)), 1 AS n FROM raw.clicks", header -> header.columns(
                                "user_id long", "n int")
                        .dialect("duckdb"));

        assertThat(project.problems()).isEmpty();
    }

    @Test
    void twoColumnsOfOneName() {
        assertThat(problems("SELECT c.user_id, u.user_id FROM raw.clicks c JOIN raw.users u ON c.user_id = u.user_id"))
                .containsExactly("assets/features/t.sql:4:1 Invalid SELECT: it yields two columns 'user_id'."
                        + " | Name one of them anew with AS, or leave it out.");
    }

    @Test
    void setOperationOfDifferentWidth() {
        assertThat(problems("SELECT user_id FROM raw.clicks UNION ALL SELECT user_id, age FROM raw.users"))
                .containsExactly(
                        "assets/features/t.sql:4:42 Cannot combine the rows by UNION ALL: 1 columns on the left,"
                                + " 2 on the right. | Left: user_id. Right: user_id, age.");
    }

    @Test
    void anInputThatDoesNotExist() {
        Situation project = Situation.withClicks()
                .table(
                        "features.t",
                        "SELECT user_id FROM raw.clicks",
                        header -> header.input("raw.clickz", new Input.Whole()));

        assertThat(project.problems())
                .containsExactly("assets/header.sql:2:3 Cannot find input 'raw.clickz'. Did you mean 'raw.clicks'?"
                        + " | An input is a source, a table or a view of this project.");
    }

    @Test
    void aBrokenTableDoesNotMakeItsReadersLookWrong() {
        Situation project = Situation.withClicks()
                .table("features.a", "SELEC user_id FROM raw.clicks")
                .table("features.b", "SELECT anything FROM features.a");

        assertThat(project.problems())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("assets/features/a.sql:4:1 Invalid SQL");
    }

    @Test
    void aDialectThatCannotBeReadMustDeclareWhatItReadsAndYields() {
        Situation project = Situation.withClicks()
                .table(
                        "features.t",
                        "PIVOT raw.clicks ON item_id USING sum(price)",
                        header -> header.dialect("duckdb"));

        assertThat(project.problems())
                .containsExactly("assets/features/t.sql:4:1 Cannot analyse this text, which is in the dialect 'duckdb':"
                        + " invalid SQL: did not expect 'PIVOT'."
                        + " | Declare 'inputs' and 'columns' in the header; they cannot be read from the text.");
    }
}
