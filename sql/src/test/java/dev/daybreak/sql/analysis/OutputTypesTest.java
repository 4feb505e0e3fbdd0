package dev.daybreak.sql.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.asset.AssetKey;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which type a column gets by its text alone. A dash stands for: only the engine can say. */
class OutputTypesTest {
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            user_id                                        | long
            clicks.event_time                              | timestamp
            raw.clicks.price                               | double
            1                                              | int
            9999999999                                     | long
            1e3                                            | double
            'x'                                            | string
            TRUE                                           | boolean
            NULL                                           | -
            DATE '2023-01-05'                              | date
            TIMESTAMP '2023-01-05 00:00:00'                | timestamp
            :start                                         | timestamp
            :limit                                         | int
            :share                                         | double
            :name                                          | string
            CAST(event_time AS DATE)                       | date
            user_id::varchar                               | string
            TRY_CAST(user_id AS decimal(12,2))             | decimal(12,2)
            CAST(tags AS VARCHAR[])                        | list<string>
            CAST(user_id AS HUGEINT)                       | long
            user_id + 1                                    | long
            user_id / 2                                    | double
            user_id // 2                                   | long
            user_id % 2                                    | long
            user_id * price                                | double
            event_time + INTERVAL '1 day'                  | timestamp
            event_time - INTERVAL 30 DAY                   | timestamp
            CAST(event_time AS DATE) + 1                   | date
            event_time AT TIME ZONE 'UTC'                  | timestamptz
            user_id > 3 AND price IS NOT NULL              | boolean
            user_id IN (1, 2)                              | boolean
            country ILIKE 'x%'                             | boolean
            user_id BETWEEN 1 AND 2                        | boolean
            CASE WHEN price > 1 THEN 1 ELSE user_id END    | long
            CASE user_id WHEN 1 THEN 'a' END               | string
            CASE WHEN price > 1 THEN price ELSE NULL END   | double
            COALESCE(price, 0)                             | double
            NULLIF(user_id, 0)                             | long
            concat(lower(country), '!')                    | string
            extract(dow FROM event_time)                   | long
            hour(event_time)                               | long
            date_diff('day', event_time, :end)             | long
            tags[1]                                        | string
            [1, 2]                                         | list<int>
            unnest(tags)                                   | string
            (SELECT MAX(age) FROM raw.users)               | int
            EXISTS (SELECT 1 FROM raw.users)               | boolean
            row_number() OVER (ORDER BY user_id)           | long
            lag(price) OVER (ORDER BY event_time)          | double
            avg(user_id) OVER (ORDER BY event_time)        | double
            sum(age) OVER (PARTITION BY user_id)           | long
            some_function(user_id)                         | -
            """)
    void ofAnExpression(String expression, String type) {
        assertThat(type("SELECT " + expression + " AS x FROM raw.clicks JOIN raw.users u USING (user_id)"))
                .isEqualTo(type);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            count(*)                                       | long
            count(DISTINCT item_id)                        | long
            sum(item_id)                                   | long
            sum(price)                                     | double
            avg(item_id)                                   | double
            max(event_time)                                | timestamp
            min(price) FILTER (WHERE item_id > 3)          | double
            arg_max(item_id, event_time)                   | long
            list(item_id)                                  | list<long>
            bool_or(item_id > 3)                           | boolean
            quantile_cont(price, 0.5)                      | -
            """)
    void ofAnAggregate(String expression, String type) {
        assertThat(type("SELECT user_id, " + expression + " AS x FROM raw.clicks GROUP BY user_id"))
                .isEqualTo(type);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            SELECT x FROM (SELECT price AS x FROM raw.clicks) t                       | double
            WITH c AS (SELECT sum(age) AS x FROM raw.users) SELECT x FROM c           | long
            SELECT age AS x FROM raw.users UNION ALL SELECT user_id FROM raw.clicks   | long
            SELECT x FROM (VALUES (1, 'a'), (2, 'b')) AS v(n, x)                      | string
            SELECT t.x FROM raw.clicks CROSS JOIN UNNEST(tags) AS t(x)                | string
            WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT x FROM r | int
            """)
    void passesThroughQueries(String sql, String type) {
        assertThat(type(sql)).isEqualTo(type);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            60L                                            | long
            -9223372036854775807l                          | long
            1S                                             | int
            1y                                             | int
            1.5BD                                          | decimal(2,1)
            1e3BD                                          | decimal(4,0)
            0.001bd                                        | decimal(3,3)
            2.5D                                           | double
            1e-3d                                          | double
            .5F                                            | float
            age + 60L                                      | long
            CASE WHEN age > 1L THEN 1L ELSE age END        | long
            `age`                                          | int
            u.`country`                                    | string
            `u`.`country`                                  | string
            """)
    void ofAnExpressionInTheDialectOfSpark(String expression, String type) {
        assertThat(type("SELECT " + expression + " AS `x` FROM `raw`.`users` AS `u` LIMIT 10L", "spark"))
                .isEqualTo(type);
    }

    private static String type(String sql) {
        return type(sql, "duckdb");
    }

    private static String type(String sql, String dialect) {
        Situation project = Situation.withClicks()
                .variable("limit", 10L)
                .variable("share", 0.5)
                .variable("name", "n")
                .variable("exact", new BigDecimal("1.5"))
                .table("features.t", sql, header -> header.dialect(dialect));
        assertThat(project.problems()).isEmpty();
        return Optional.ofNullable(project.analysis().queries().get(AssetKey.parse("features.t")))
                .flatMap(query -> query.find("x"))
                .flatMap(column -> column.type())
                .map(Object::toString)
                .orElse("-");
    }
}
