package dev.daybreak.sql.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A text that states no dialect uses only what DuckDB and Spark give with one meaning; docs/portable-sql.md says what that is. */
class PortableSqlTest {
    private static List<String> problems(String sql) {
        return Situation.withClicks()
                .source(
                        "raw.orders",
                        null,
                        "id long",
                        "day date",
                        "ts timestamp",
                        "seen timestamptz",
                        "amount decimal(12,2)",
                        "name string",
                        "parts list<string>")
                .table("features.t", sql)
                .problems();
    }

    @Test
    void everythingIsToldAtOnceWithItsPlaceAndWhatToWriteInstead() {
        assertThat(
                        problems(
                                """
                        SELECT strftime(day, '%Y') AS year,
                               AVG(amount) AS mean,
                               regexp_matchs(name, '\\d') AS digit
                        FROM raw.orders
                        GROUP BY ALL
                        QUALIFY ROW_NUMBER() OVER (ORDER BY id) = 1"""))
                .containsExactly(
                        "assets/features/t.sql:4:8 Cannot use function 'strftime': it is not portable. | Build it:"
                                + " CAST(CAST(x AS DATE) AS STRING), SUBSTRING of it, LPAD of YEAR, MONTH, DAY.",
                        "assets/features/t.sql:5:8 Cannot use AVG of a decimal: it is a double on one engine and a decimal"
                                + " on the other. | Write AVG(CAST(amount AS DOUBLE)).",
                        "assets/features/t.sql:6:8 Cannot use function 'regexp_matchs': it is not portable."
                                + " Did you mean 'regexp_matches'? | Use a function of docs/portable-sql.md, or state"
                                + " 'dialect: duckdb' or 'dialect: spark' in the header.",
                        "assets/features/t.sql:6:28 Cannot use a backslash in '\\d': it is not portable. | DuckDB takes it"
                                + " as it is, Spark as an escape: write [0-9] for a digit, [.] for a point, chr(10) for a"
                                + " new line, chr(92) for a backslash.",
                        "assets/features/t.sql:9:1 Cannot use QUALIFY: it is not portable. | Number the rows in a subquery"
                                + " and filter around it.");
    }

    @Test
    void aTextWithADialectMayUseAllThatItsEngineKnows() {
        assertThat(Situation.withClicks()
                        .table(
                                "features.t",
                                "SELECT list_transform([1], x -> strftime(event_time, '%Y')) AS y FROM raw.clicks",
                                header -> header.dialect("duckdb"))
                        .problems())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            amount / 8.0                        | Cannot divide decimals: the quotient is a double on DuckDB and a decimal on Spark. | Write 8.0e0, which is a double.
            id / amount                         | Cannot divide decimals: the quotient is a double on DuckDB and a decimal on Spark. | Write CAST(id AS DOUBLE) / amount.
            CAST(amount AS BIGINT)              | Cannot cast fractions to whole numbers: DuckDB rounds them, Spark cuts them off. | Write CAST(ROUND(amount) AS LONG), or FLOOR.
            FLOOR(id / 2)                       | Cannot use FLOOR of a double without a cast: its type differs on the engines. | Write CAST(FLOOR(id / 2) AS BIGINT).
            CAST(id / 2 AS STRING)              | Cannot cast a double to a text: the engines write it differently. | Write CAST(CAST(id / 2 AS DECIMAL(18, 6)) AS STRING).
            CAST(seen AS STRING)                | Cannot cast an instant to a text: the engines write it differently. | Write CAST(CAST(seen AS TIMESTAMP) AS STRING) for the project's zone.
            CAST(name AS BINARY)                | Cannot cast a text to bytes: DuckDB takes ASCII alone and reads \\x41 as one byte, Spark takes the bytes of UTF-8. | Write UNHEX(HEX(name)).
            UNHEX(HEX(name))::STRING            | Cannot cast bytes to a text: DuckDB writes some as \\xE9, Spark does not. | Write HEX(UNHEX(HEX(name))), or bring the column in as a text.
            CAST(id AS VARCHAR)                 | Cannot use type 'VARCHAR': it is not portable. | Write STRING.
            id::hugeint                         | Cannot use type 'hugeint': it is not portable. | Write DECIMAL(38, 0).
            CAST(id AS DECIMAL)                 | Cannot use type 'DECIMAL': it is not portable. | Write digits and scale, as in DECIMAL(18, 3).
            day - DATE '2024-01-01'             | Cannot subtract two moments: it is a number or an interval, by the engine. | Write DATEDIFF(later, earlier) for days, or EPOCH(later) - EPOCH(earlier) for seconds.
            day::DATE - DATE '2024-01-01'       | Cannot subtract two moments: it is a number or an interval, by the engine. | Write DATEDIFF(later, earlier) for days, or EPOCH(later) - EPOCH(earlier) for seconds.
            UPPER(name)::DECIMAL(9,2) / id      | Cannot divide decimals: the quotient is a double on DuckDB and a decimal on Spark. | Write CAST(UPPER(name)::DECIMAL(9,2) AS DOUBLE) / id.
            day + INTERVAL '1' HOUR             | Cannot move a date by less than a day: only DuckDB makes a timestamp of it. | Write CAST(day AS TIMESTAMP) first.
            EXTRACT(EPOCH FROM ts)              | Cannot use unit 'EPOCH' here: it is not portable. | Use EPOCH(x) of a TIMESTAMP.
            date_trunc('decade', ts)            | Cannot use unit 'decade' here: it is not portable. | There are DAY, HOUR, MINUTE, MONTH, QUARTER, SECOND, WEEK, YEAR.
            epoch(seen)                         | Cannot use function 'epoch' of a timestamptz: it is not portable. | Use unix_micros(x) / 1e6.
            regexp_extract(name, 'a')           | Cannot use function 'regexp_extract' with 2 arguments: it is portable as regexp_extract(text, regex, group). | Use a function of docs/portable-sql.md, or state 'dialect: duckdb' or 'dialect: spark' in the header.
            split(name, '.')                    | Cannot split by '.': it is a text on DuckDB and a regular expression on Spark. | Replace it first, as in split(replace(x, '.', ','), ','), or use split_part(x, '.', n).
            left(name, -1)                      | Cannot use left with -1: the engines take it differently. | Write SUBSTRING(text, ...) with LENGTH(text).
            name SIMILAR TO 'a'                 | Cannot use operator 'SIMILAR TO': it is not portable. | Use regexp_matches(text, '^(...)$').
            parts[1]                            | Cannot use [...]: it is not portable. | Lists are written differently: "array"(1, 2); an element is try_element_at(list, n).
            ts AT TIME ZONE 'Europe/Berlin'     | Cannot use AT TIME ZONE: it is not portable. | Use convert_timezone(source, target, timestamp), or a cast between TIMESTAMP and TIMESTAMP WITH TIME ZONE, which are in the project's zone.
            id // 2                             | Cannot use //: it is not portable. | Use CAST(FLOOR(x / y) AS BIGINT).
            name ISNULL                         | Cannot use ISNULL: it is not portable. | Write IS NULL.
            range(3)                            | Cannot use function 'range' here: it stands in FROM. | Use sequence(first, last) for a list.
            APPROX_COUNT_DISTINCT(LENGTH(name)) | Cannot use APPROX_COUNT_DISTINCT of a computed long: the engines may have it in types of different widths, and hash it by its type. | Write APPROX_COUNT_DISTINCT(CAST(LENGTH(name) AS LONG)).
            APPROX_COUNT_DISTINCT(day + 1)      | Cannot use APPROX_COUNT_DISTINCT of a computed date: the engines may have it in types of different widths, and hash it by its type. | Write APPROX_COUNT_DISTINCT(CAST(day + 1 AS DATE)).
            APPROX_COUNT_DISTINCT(SUM(amount))  | Cannot use APPROX_COUNT_DISTINCT of a decimal(38,2): it takes whole numbers, doubles, decimals of at most 18 digits, texts, booleans, dates and times. | Write APPROX_COUNT_DISTINCT(CAST(SUM(amount) AS STRING)).
            APPROX_COUNT_DISTINCT(parts)        | Cannot use APPROX_COUNT_DISTINCT of a list<string>: it takes whole numbers, doubles, decimals of at most 18 digits, texts, booleans, dates and times. | Write APPROX_COUNT_DISTINCT(ARRAY_JOIN(parts, ',')).
            APPROX_COUNT_DISTINCT((id, day))    | Cannot use APPROX_COUNT_DISTINCT of a value whose type is not known: it takes whole numbers, doubles, decimals of at most 18 digits, texts, booleans, dates and times. | Cast it to one of these, as in APPROX_COUNT_DISTINCT(CAST(x AS BIGINT)).
            APPROX_COUNT_DISTINCT(DISTINCT id)  | Cannot use APPROX_COUNT_DISTINCT with DISTINCT: it is portable without. | Leave DISTINCT out.
            APPROX_COUNT_DISTINCT(id, 0.01)     | Cannot use function 'approx_count_distinct' with 2 arguments: it is portable as approx_count_distinct(value). | Use a function of docs/portable-sql.md, or state 'dialect: duckdb' or 'dialect: spark' in the header.
            APPROX_COUNT_DISTINCT(id) FILTER (WHERE id > 1) | Cannot use APPROX_COUNT_DISTINCT with FILTER: it is portable without. | Write APPROX_COUNT_DISTINCT(CASE WHEN ... THEN id END).
            APPROX_COUNT_DISTINCT(id) OVER (PARTITION BY day) | Cannot use APPROX_COUNT_DISTINCT with OVER: it is portable without. | Aggregate in a subquery with GROUP BY, and join it.
            COLLECT_LIST(DISTINCT id)           | Cannot use COLLECT_LIST with DISTINCT: it is portable without. | Take the values from a subquery with SELECT DISTINCT.
            60L                                 | Cannot use the number 60L: it is not portable. | Write it in decimal digits alone.
            0xFF                                | Cannot use the number 0xFF: it is not portable. | Write it in decimal digits alone.
            """)
    void isRefused(String expression, String message, String mend) {
        assertThat(problems("SELECT " + expression + " AS x FROM raw.orders"))
                .containsExactly(
                        "assets/features/t.sql:4:" + column(expression, message) + " " + message + " | " + mend);
    }

    @Test
    void joiningTextsAndFloatingPointNumbersIsRefused() {
        assertThat(problems("SELECT name || (id / 2) AS x FROM raw.orders"))
                .containsExactly("assets/features/t.sql:4:8 Cannot join a text and a floating point number: the engines"
                        + " write it differently. | Write CAST(CAST(x AS DECIMAL(18, 6)) AS STRING).");
    }

    /** Forms are told where their first word stands, all else where the expression begins. */
    private static int column(String expression, String message) {
        String form = message.replaceFirst("^Cannot use ([^:]*): it is not portable.$", "$1");
        String word =
                form.equals("[...]") ? "[" : form.startsWith("type '") ? form.substring(6, form.length() - 1) : form;
        int at = expression.indexOf(word);
        return 8 + Math.max(0, at);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT CAST(amount AS DOUBLE) / 8 AS x, AVG(CAST(amount AS DOUBLE)) OVER (ORDER BY id) AS y FROM raw.orders",
                "SELECT CAST(ROUND(amount) AS BIGINT) AS x, CAST(FLOOR(id / 2) AS BIGINT) AS y, id / 8e0 AS z FROM raw.orders",
                "SELECT day + INTERVAL '1' MONTH AS x, ts - INTERVAL '90' MINUTE AS y, day + 1 AS z FROM raw.orders",
                "SELECT datediff(day, DATE '2024-01-01') AS x, EPOCH(ts) AS y, EXTRACT(HOUR FROM seen) AS z FROM raw.orders",
                "SELECT TRIM(BOTH 'x' FROM name) AS x, SUBSTRING(name FROM 1 FOR 2) AS y, POSITION('a' IN name) AS z FROM raw.orders",
                "SELECT \"array\"(1, 2, 3) AS x, try_element_at(parts, 1) AS y, explode(parts) AS z FROM raw.orders",
                "SELECT name, GROUPING(name) AS g, COUNT(DISTINCT (id, day)) AS n FROM raw.orders GROUP BY ROLLUP(name)",
                "SELECT * EXCEPT (id) FROM raw.orders",
                "SELECT i FROM range(3) AS t(i) WHERE i IN (1, 2) OR i BETWEEN 3 AND 4 OR NOT i <> 5",
                "SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY id) AS x, COUNT(*) FILTER (WHERE id > 1) AS n FROM raw.orders",
                "SELECT CASE WHEN name LIKE 'a!%' ESCAPE '!' THEN 1 END AS x, name IS DISTINCT FROM 'a' AS y, -id % 3 AS z FROM raw.orders",
                "SELECT CAST(id AS VARCHAR(10)) AS x, CAST(ts AS TIMESTAMP WITH TIME ZONE) AS y, id::DOUBLE AS z, TRY_CAST(name AS INT) AS w FROM raw.orders",
                "SELECT CURRENT_DATE AS x, CURRENT_TIMESTAMP AS y, NULLIF(id, 0) AS z, IF(id > 1, 'a', 'b') AS w, pi() AS p FROM raw.orders",
                "SELECT LAG(id, 1, 0) OVER (PARTITION BY name ORDER BY day) AS x, NTILE(4) OVER (ORDER BY id) AS y FROM raw.orders",
                "SELECT id FROM raw.orders SEMI JOIN raw.users ON id = user_id UNION ALL SELECT 1 ORDER BY 1 LIMIT 3",
                "SELECT APPROX_COUNT_DISTINCT(id) AS x, APPROX_COUNT_DISTINCT(amount) AS y, APPROX_COUNT_DISTINCT(CASE WHEN id > 1 THEN day END) AS z FROM raw.orders",
                "SELECT APPROX_COUNT_DISTINCT(UPPER(name)) AS x, APPROX_COUNT_DISTINCT(CAST(LENGTH(name) AS BIGINT)) AS y, APPROX_COUNT_DISTINCT(n) AS z FROM (SELECT name, ts AS n FROM raw.orders) AS o",
                "SELECT LEFT(name, 2) AS x, CEIL(amount) AS y, MOD(id, 2) AS z, ABS(-id) AS w FROM raw.orders",
            })
    void passes(String sql) {
        assertThat(problems(sql)).isEmpty();
    }
}
