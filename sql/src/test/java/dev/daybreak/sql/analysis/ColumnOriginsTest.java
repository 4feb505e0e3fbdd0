package dev.daybreak.sql.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Where each column of a query comes from. Left of the arrow: what its value is copied or computed from; right: what only
 * decides which rows there are and how they are grouped or ordered.
 */
class ColumnOriginsTest {
    private static String origin(String column, String sql) {
        Situation project = Situation.withClicks().table("features.t", sql, header -> header.dialect("duckdb"));
        assertThat(project.problems()).isEmpty();
        return project.origin("features.t", column);
    }

    @Test
    void copiesAndComputes() {
        String sql = "SELECT user_id AS u, price * item_id + 1 AS x, 1 AS one FROM raw.clicks";

        assertThat(origin("u", sql)).isEqualTo("raw.clicks.user_id <- ");
        assertThat(origin("x", sql)).isEqualTo("raw.clicks.item_id, raw.clicks.price <- ");
        assertThat(origin("one", sql)).isEqualTo(" <- ");
    }

    @Test
    void starTakesEveryColumn() {
        String sql = "SELECT c.*, u.age FROM raw.clicks c, raw.users u";

        assertThat(Situation.withClicks()
                        .table("features.t", sql)
                        .query("features.t")
                        .names())
                .containsExactly("user_id", "item_id", "event_time", "price", "tags", "_ingested_at", "age");
        assertThat(origin("price", sql)).isEqualTo("raw.clicks.price <- ");
    }

    @Test
    void starMayLeaveOutAndReplace() {
        Situation project = Situation.withClicks()
                .table("features.a", "SELECT * EXCLUDE (tags, price) FROM raw.clicks")
                .table("features.b", "SELECT * REPLACE (price + item_id AS price) FROM raw.clicks");

        assertThat(project.query("features.a").names())
                .containsExactly("user_id", "item_id", "event_time", "_ingested_at");
        assertThat(project.origin("features.b", "price")).isEqualTo("raw.clicks.item_id, raw.clicks.price <- ");
    }

    @Test
    void filtersOnlyDecideAboutRows() {
        assertThat(origin("user_id", "SELECT user_id FROM raw.clicks WHERE price > 3 AND event_time >= :start"))
                .isEqualTo("raw.clicks.user_id <- raw.clicks.event_time, raw.clicks.price");
    }

    @Test
    void joinsOnlyDecideAboutRows() {
        assertThat(origin("age", "SELECT u.age FROM raw.clicks c LEFT JOIN raw.users u ON c.user_id = u.user_id"))
                .isEqualTo("raw.users.age <- raw.clicks.user_id, raw.users.user_id");
    }

    @Test
    void aColumnJoinedByUsingComesFromBothSides() {
        String sql = "SELECT * EXCLUDE (_ingested_at) FROM raw.clicks JOIN raw.users USING (user_id)";

        assertThat(origin("user_id", sql)).isEqualTo("raw.clicks.user_id, raw.users.user_id <- ");
        assertThat(Situation.withClicks()
                        .table("features.t", sql)
                        .query("features.t")
                        .names())
                .containsExactly("user_id", "item_id", "event_time", "price", "tags", "age", "country");
    }

    @Test
    void groupingHavingAndOrderingDecideAboutRows() {
        String sql =
                """
                SELECT user_id, SUM(price) AS spent
                FROM raw.clicks
                GROUP BY user_id
                HAVING COUNT(DISTINCT item_id) > 1
                ORDER BY MAX(event_time) LIMIT 10
                """;

        assertThat(origin("spent", sql))
                .isEqualTo("raw.clicks.price <- raw.clicks.event_time, raw.clicks.item_id, raw.clicks.user_id");
    }

    @Test
    void aliasesAndPositionsStandForColumns() {
        String sql =
                "SELECT item_id AS i, price AS p, COUNT(*) AS n FROM raw.clicks GROUP BY i, 2 HAVING n > 1 ORDER BY n";

        assertThat(origin("n", sql)).isEqualTo(" <- raw.clicks.item_id, raw.clicks.price");
    }

    @Test
    void windowsOnlyDecideWhichRowsAValueSees() {
        String sql =
                """
                SELECT SUM(price) OVER (PARTITION BY user_id ORDER BY event_time
                  RANGE BETWEEN INTERVAL '30 days' PRECEDING AND CURRENT ROW) AS inline,
                  AVG(price) OVER w AS named
                FROM raw.clicks
                WINDOW w AS (PARTITION BY item_id)
                QUALIFY ROW_NUMBER() OVER (ORDER BY tags) = 1
                """;

        assertThat(origin("inline", sql))
                .isEqualTo("raw.clicks.price <- raw.clicks.event_time, raw.clicks.tags, raw.clicks.user_id");
        assertThat(origin("named", sql)).isEqualTo("raw.clicks.price <- raw.clicks.item_id, raw.clicks.tags");
    }

    @Test
    void theFilterOfAnAggregateIsNotItsValue() {
        assertThat(origin("x", "SELECT SUM(price) FILTER (WHERE item_id > 3) AS x FROM raw.clicks"))
                .isEqualTo("raw.clicks.price <- raw.clicks.item_id");
    }

    @Test
    void aScalarSubqueryGivesItsValue() {
        String sql =
                """
                SELECT c.price / (SELECT MAX(u.age) FROM raw.users u WHERE u.user_id = c.user_id AND u.country = 'NL') AS x
                FROM raw.clicks c
                """;

        assertThat(origin("x", sql))
                .isEqualTo(
                        "raw.clicks.price, raw.users.age <- raw.clicks.user_id, raw.users.country, raw.users.user_id");
    }

    @Test
    void existsOnlyLooks() {
        String sql =
                """
                SELECT price AS x FROM raw.clicks c
                WHERE EXISTS (SELECT u.age FROM raw.users u WHERE u.user_id = c.user_id)
                """;

        assertThat(origin("x", sql))
                .isEqualTo("raw.clicks.price <- raw.clicks.user_id, raw.users.age, raw.users.user_id");
    }

    @Test
    void unnestGivesTheElementsOfAList() {
        String sql = "SELECT t.tag, user_id FROM raw.clicks CROSS JOIN UNNEST(tags) AS t(tag)";

        assertThat(origin("tag", sql)).isEqualTo("raw.clicks.tags <- ");
        assertThat(origin("user_id", sql)).isEqualTo("raw.clicks.user_id <- raw.clicks.tags");
    }

    @Test
    void lateralSeesTheTablesBeforeIt() {
        String sql =
                """
                SELECT l.twice FROM raw.clicks c
                CROSS JOIN LATERAL (SELECT c.price * 2 AS twice) AS l
                """;

        assertThat(origin("twice", sql)).isEqualTo("raw.clicks.price <- ");
    }

    @Test
    void recursionIsFollowedUntilNothingNewIsFound() {
        String sql =
                """
                WITH RECURSIVE chain(a, b) AS (
                  SELECT user_id, item_id FROM raw.clicks
                  UNION ALL
                  SELECT chain.b, u.age FROM chain JOIN raw.users u ON u.user_id = chain.a
                )
                SELECT a FROM chain
                """;

        assertThat(origin("a", sql))
                .isEqualTo("raw.clicks.item_id, raw.clicks.user_id, raw.users.age <- raw.users.user_id");
    }

    @Test
    void commonTableExpressionsHideNothing() {
        String sql =
                """
                WITH spent AS (SELECT user_id, SUM(price) AS total FROM raw.clicks WHERE item_id > 0 GROUP BY user_id),
                     ranked AS (SELECT total, RANK() OVER (ORDER BY total) AS place FROM spent)
                SELECT place, total FROM ranked
                """;

        assertThat(origin("total", sql)).isEqualTo("raw.clicks.price <- raw.clicks.item_id, raw.clicks.user_id");
        assertThat(origin("place", sql)).isEqualTo(" <- raw.clicks.item_id, raw.clicks.price, raw.clicks.user_id");
    }

    @Test
    void setOperationsMergeByPosition() {
        assertThat(origin(
                        "id",
                        "SELECT user_id AS id FROM raw.clicks UNION SELECT age FROM raw.users WHERE country = 'NL'"))
                .isEqualTo("raw.clicks.user_id, raw.users.age <- raw.users.country");
    }

    @Test
    void asOfJoinIsAJoin() {
        String sql =
                """
                SELECT c.item_id, u.age FROM raw.clicks c
                ASOF LEFT JOIN raw.users u ON c.user_id = u.user_id AND c.price >= u.age
                """;

        assertThat(origin("item_id", sql))
                .isEqualTo(
                        "raw.clicks.item_id <- raw.clicks.price, raw.clicks.user_id, raw.users.age, raw.users.user_id");
    }

    @Test
    void aSemiJoinKeepsTheLeftColumnsOnly() {
        String sql = "SELECT * FROM raw.users SEMI JOIN raw.clicks ON users.user_id = clicks.user_id";

        assertThat(Situation.withClicks()
                        .table("features.t", sql)
                        .query("features.t")
                        .names())
                .containsExactly("user_id", "age", "country", "_ingested_at");
    }
}
