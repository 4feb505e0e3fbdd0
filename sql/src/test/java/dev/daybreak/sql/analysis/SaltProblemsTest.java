package dev.daybreak.sql.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which joins can be spread by a salt, and what an author is told of others. The text begins on line 4 of its file. */
class SaltProblemsTest {
    private static List<String> problems(String key, String sql) {
        return Situation.withClicks()
                .table("features.t", sql, header -> header.salt(key, 32))
                .problems();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT c.item_id FROM raw.clicks c JOIN raw.users u ON c.user_id = u.user_id",
                "SELECT c.item_id FROM raw.clicks c LEFT JOIN raw.users u ON (u.user_id) = (c.user_id) AND u.country <> ''",
                "SELECT item_id, COUNT(*) AS n FROM raw.clicks JOIN raw.users USING (user_id) GROUP BY item_id",
                "WITH j AS (SELECT c.item_id FROM raw.clicks c JOIN raw.users u ON raw.clicks.user_id = u.user_id"
                        + " OR c.user_id = 1) SELECT c.price FROM raw.clicks c JOIN raw.users u ON c.user_id = u.user_id"
            })
    void takesInnerAndLeftJoinsOfTables(String sql) {
        assertThat(problems("user_id", sql)).noneMatch(problem -> problem.contains("salt"));
    }

    @Test
    void takesTheTableThatIsNamedForTheOneWithManyRows() {
        assertThat(problems(
                        "u.user_id",
                        "SELECT c.item_id FROM raw.clicks c RIGHT JOIN raw.users u ON c.user_id = u.user_id"))
                .isEmpty();
        assertThat(problems(
                        "u.user_id",
                        "SELECT c.item_id\nFROM raw.clicks c LEFT JOIN raw.users u ON c.user_id = u.user_id"))
                .containsExactly(
                        "assets/features/t.sql:5:41 Cannot salt the join on 'u.user_id': it is a left join, in which rows of"
                                + " 'c' without a partner would be kept once for each bucket. | Permitted are inner joins,"
                                + " and outer joins that keep the rows of the table that is spread.");
    }

    @Test
    void refusesAFullJoin() {
        assertThat(problems(
                        "user_id", "SELECT c.item_id FROM raw.clicks c FULL JOIN raw.users u ON c.user_id = u.user_id"))
                .singleElement()
                .asString()
                .contains("it is a full join, in which rows of 'u' without a partner");
    }

    @Test
    void refusesAKeyThatNoJoinCompares() {
        assertThat(problems("item_id", "SELECT c.item_id FROM raw.clicks c JOIN raw.users u ON c.user_id = u.user_id"))
                .containsExactly(
                        "assets/features/t.sql:4:1 Cannot salt by 'item_id': no join of two tables compares it."
                                + " | Name a column that stands in a join's ON with what the text calls its table before it, such"
                                + " as c.user_id = u.user_id, or in USING.");
    }

    @Test
    void refusesAKeyThatSeveralJoinsCompare() {
        assertThat(problems(
                        "user_id",
                        "SELECT c.item_id FROM raw.clicks c\nJOIN raw.users u ON c.user_id = u.user_id\n"
                                + "JOIN raw.users v ON c.user_id = v.user_id"))
                .singleElement()
                .asString()
                .contains("Cannot salt by 'user_id': 2 joins compare it, and it must be one.");
    }

    @Test
    void refusesWhatIsNoTable() {
        assertThat(problems(
                        "user_id",
                        "WITH u AS (SELECT DISTINCT user_id FROM raw.users)\n"
                                + "SELECT c.item_id FROM raw.clicks c JOIN u ON c.user_id = u.user_id"))
                .containsExactly(
                        "assets/features/t.sql:5:41 Cannot salt a join with 'u': it is no table of the project, but"
                                + " made in this text. | Make a table of it under assets/, or join before it is made.");
    }

    @Test
    void refusesColumnsThatAreNotNamed() {
        assertThat(problems("user_id", "SELECT u.age, c.* FROM raw.clicks c JOIN raw.users u ON c.user_id = u.user_id"))
                .containsExactly(
                        "assets/features/t.sql:4:15 Cannot salt a join whose columns are taken by '*': the salt"
                                + " would be one of them. | Name the columns.");
    }
}
