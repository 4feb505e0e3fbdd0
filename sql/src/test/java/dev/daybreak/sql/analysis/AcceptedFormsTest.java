package dev.daybreak.sql.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms that authors write for DuckDB and Spark and that the analysis takes without a word. */
class AcceptedFormsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT user_id FROM raw.clicks QUALIFY row_number() OVER (PARTITION BY user_id ORDER BY event_time) = 1",
                "SELECT user_id, count(*) AS n FROM raw.clicks GROUP BY ALL ORDER BY ALL",
                "SELECT /*+ BROADCAST(u), MERGE(c) */ c.item_id FROM raw.clicks c JOIN raw.users u ON c.user_id = u.user_id",
                "SELECT item_id FROM (SELECT /*+REPARTITION(8)*/ item_id FROM raw.clicks) t",
                "SELECT user_id FROM raw.clicks WHERE event_time > :start - INTERVAL 30 DAY",
                "SELECT user_id FROM raw.clicks WHERE event_time > :start - INTERVAL 30 DAYS",
                "SELECT user_id FROM raw.clicks WHERE event_time > :start - INTERVAL '30' DAY",
                "SELECT user_id FROM raw.clicks WHERE event_time > :start - INTERVAL '30 days'",
                "SELECT user_id FROM raw.clicks WHERE event_time > :start - INTERVAL '1 month 2 days'",
                "SELECT user_id FROM raw.clicks WHERE event_time > :start - INTERVAL (item_id) DAY",
                "SELECT sum(price) OVER (ORDER BY event_time RANGE BETWEEN INTERVAL 7 DAYS PRECEDING AND INTERVAL '1 day' PRECEDING) AS s FROM raw.clicks",
                "SELECT sum(price) OVER (ORDER BY event_time ROWS BETWEEN 6 PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW) AS s FROM raw.clicks",
                "SELECT last_value(price IGNORE NULLS) OVER (ORDER BY event_time) AS l FROM raw.clicks",
                "SELECT last_value(price) IGNORE NULLS OVER (ORDER BY event_time) AS l FROM raw.clicks",
                "SELECT user_id::int AS a, price::decimal(10,2) AS b, event_time::timestamptz AS c, tags::varchar[] AS d FROM raw.clicks",
                "SELECT CAST(event_time AS DATE) AS date, 1 AS value, 2 AS timestamp, 3 AS next, 4 AS \"order\" FROM raw.clicks",
                "SELECT t.date, t.range FROM (SELECT CAST(event_time AS DATE) AS date, item_id AS range FROM raw.clicks) t WHERE date > DATE '2020-01-01' GROUP BY t.date, range",
                "SELECT c.*, u.age FROM raw.clicks c ASOF JOIN raw.users u ON c.user_id = u.user_id AND c.item_id >= u.age WHERE 1 = 1 AND c.tags IS NOT NULL QUALIFY true",
                "SELECT c.item_id FROM raw.clicks c LEFT ASOF JOIN raw.users u ON c.user_id = u.user_id AND c.item_id >= u.age",
                "SELECT item_id FROM raw.clicks ANTI JOIN raw.users USING (user_id)",
                "SELECT date_diff('day', event_time, :end) AS a, datediff('day', event_time, :end) AS b, datediff(DAY, event_time, :end) AS c, date_part('hour', event_time) AS d, date_trunc('day', event_time) AS e FROM raw.clicks",
                "SELECT strftime(event_time, '%Y') AS a, epoch(event_time) AS b, hash(user_id) AS c, extract(epoch FROM event_time) AS d, extract(isodow FROM event_time) AS e FROM raw.clicks",
                "SELECT arg_max(item_id, event_time) AS a, any_value(price) AS b, bool_or(price > 1) AS c, quantile_cont(price, 0.5) AS d, approx_quantile(price, 0.5) FILTER (WHERE item_id > 1) AS e, my_agg(DISTINCT item_id) AS f FROM raw.clicks",
                "SELECT my_window(price) OVER (PARTITION BY user_id) AS a, string_agg(country, ',' ORDER BY age) AS b FROM raw.clicks JOIN raw.users USING (user_id)",
                "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY price) AS a FROM raw.clicks",
                "SELECT list_transform(tags, x -> x || '!') AS a, list_filter(tags, lambda y: y <> 'a') AS b, list_reduce(tags, lambda x, y: x || y) AS c FROM raw.clicks",
                "SELECT tags[1] AS a, tags[1:2] AS b, tags[:2] AS c, [1, 2, item_id] AS d, {'a': user_id, b: item_id} AS e, map {'k': price} AS f FROM raw.clicks",
                "SELECT unnest(tags) AS tag, user_id // 2 AS half FROM raw.clicks WHERE item_id == 3",
                "SELECT user_id, u.tag FROM raw.clicks, UNNEST(tags) AS u(tag)",
                "SELECT user_id, tag FROM raw.clicks, LATERAL (SELECT unnest(tags) AS tag) AS u",
                "SELECT i FROM range(10) AS r(i)",
                "SELECT generate_series AS i FROM generate_series(1, 10)",
                "SELECT x, y FROM (VALUES (1, 2), (3, 4)) AS v(x, y)",
                "VALUES (1, 2)",
                "FROM raw.clicks",
                "FROM raw.clicks WHERE price > 3",
                "WITH c AS MATERIALIZED (SELECT user_id FROM raw.clicks), d AS NOT MATERIALIZED (SELECT * FROM c) SELECT * FROM d;",
                "SELECT user_id FROM raw.clicks INTERSECT SELECT user_id FROM raw.users EXCEPT SELECT age FROM raw.users",
                "SELECT DISTINCT ON (user_id) user_id, price FROM raw.clicks ORDER BY user_id, event_time DESC NULLS LAST LIMIT 5 OFFSET 2",
                "SELECT country, age, count(*) AS n FROM raw.users GROUP BY GROUPING SETS ((country), (country, age), ())",
                "SELECT country, grouping(country) AS g, count(*) AS n FROM raw.users GROUP BY ROLLUP (country)",
                "SELECT price AS p, p * 2 AS twice FROM raw.clicks WHERE p > 3",
                "SELECT price ISNULL AS a, price NOTNULL AS b, $$it's$$ AS c, E'a\\'b' AS d, 1_000 AS e, 0xFF AS f FROM raw.clicks",
                "SELECT event_time AT TIME ZONE 'Europe/Berlin' AS t, struct_pack(a := 1, b := price) AS s FROM raw.clicks",
                "SELECT raw.clicks.user_id, clicks.price, raw.clicks.* EXCLUDE (user_id, price) FROM raw.clicks",
                "SELECT clicks FROM raw.clicks",
                "SELECT count(*) AS n, count(c.*) AS m FROM raw.clicks c",
                "SELECT CASE WHEN country SIMILAR TO 'N.' OR regexp_matches(country, 'x') OR country LIKE '%~%%' ESCAPE '~' THEN 1 END AS a FROM raw.users",
                "SELECT current_date AS a, now() AS b, current_timestamp AS c, \"position\"('a') AS d, substring(country FROM 1 FOR 2) AS e, trim(BOTH ' ' FROM country) AS f FROM raw.users",
                "SELECT user_id FROM raw.clicks WHERE (user_id, item_id) IN (SELECT user_id, age FROM raw.users) AND price = ANY (SELECT age FROM raw.users)",
                "SELECT *, rank() OVER w AS r FROM raw.clicks WINDOW w AS (PARTITION BY user_id ORDER BY price DESC)",
                "SELECT p.country FROM raw.users PIVOT (count(*) AS n FOR age IN (1, 2)) AS p",
                "SELECT user_id IS DISTINCT FROM item_id AS a, if(price > 1, 'x', 'y') AS b, greatest(price, 1) AS c FROM raw.clicks",
            })
    void passes(String sql) {
        assertThat(Situation.withClicks()
                        .table("features.t", sql, header -> header.dialect("duckdb"))
                        .problems())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT user_id + 60L AS a, 1S AS b, 1Y AS c, 1.5BD AS d, 2.5D AS e, 1F AS f, -1L AS g FROM raw.clicks WHERE item_id IN (1L, 2L) LIMIT 10L",
                "SELECT SUM(price) OVER (ORDER BY item_id ROWS BETWEEN 3L PRECEDING AND 1L FOLLOWING) AS s FROM raw.clicks",
                "SELECT `user_id`, c.`price` AS `a price`, `raw`.`clicks`.`item_id` FROM `raw`.`clicks` JOIN raw.clicks AS c USING (`user_id`)",
                "SELECT user_id FROM raw.clicks LEFT SEMI JOIN raw.users USING (user_id)",
                "SELECT user_id <=> item_id AS a, country RLIKE 'x' AS b, collect_set(price) OVER () AS c FROM raw.clicks JOIN raw.users USING (user_id)",
                "SELECT transform(tags, x -> upper(x)) AS a, filter(tags, x -> x <> 'a') AS b, aggregate(tags, 0L, (n, x) -> n + 1L) AS c FROM raw.clicks",
                "SELECT array(1, 2) AS a, map('a', 1) AS b, named_struct('a', 1) AS c, struct(user_id) AS d FROM raw.clicks",
                "SELECT tags[0] AS a, count(DISTINCT user_id, item_id) AS b FROM raw.clicks GROUP BY tags",
                "SELECT date_add(event_time, 1) AS a, date_format(event_time, 'yyyy') AS b, timestampdiff(HOUR, event_time, event_time) AS c, event_time + INTERVAL 1 DAY AS d FROM raw.clicks",
                "SELECT int(price) AS a, string(price) AS b, date('2024-01-01') AS c, cast(price AS string) AS d FROM raw.clicks",
            })
    void passesInTheDialectOfSpark(String sql) {
        assertThat(Situation.withClicks()
                        .table("features.t", sql, header -> header.dialect("spark"))
                        .problems())
                .isEmpty();
    }
}
