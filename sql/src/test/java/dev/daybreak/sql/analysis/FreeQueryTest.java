package dev.daybreak.sql.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.sql.query.SqlProblem;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a query of somebody may say who is to read tables and nothing else. */
class FreeQueryTest {
    private static FreeQuery query(String sql) {
        Situation situation = Situation.withClicks().table("features.t", "SELECT user_id, price FROM raw.clicks");
        return FreeQuery.of(sql, Map.of("least", 3L), ProjectTables.of(situation.project(), situation.analysis()));
    }

    private static String first(String sql) {
        SqlProblem problem = query(sql).problems().get(0);
        return problem.position().line() + ":" + problem.position().column() + " " + problem.message();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM raw.clicks",
                "SELECT COUNT(*) FROM raw.clicks@2023-01-05T06:00:00Z",
                "SELECT c.user_id FROM raw.clicks@'2023-01-05 06:00' AS c JOIN raw.users@123456789012 u ON u.user_id = c.user_id",
                "WITH t AS (SELECT user_id FROM raw.users) SELECT * FROM t ORDER BY user_id LIMIT 3;",
                "SELECT user_id FROM features.t WHERE price > :least -- and that is all",
                "SELECT 1 AS one /* of /* many */ kinds */",
                "SELECT '/*' AS a, '--' AS b, \"user_id\" FROM raw.users"
            })
    void selectsAreTaken(String sql) {
        assertThat(query(sql).problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO raw.clicks SELECT * FROM raw.clicks",
                "DELETE FROM raw.clicks",
                "UPDATE raw.clicks SET price = 0",
                "DROP TABLE raw.clicks",
                "CREATE TABLE t AS SELECT 1",
                "COPY raw.clicks TO '/tmp/x'",
                "COPY (SELECT 1) TO '/tmp/x'",
                "ATTACH '/tmp/x' AS x",
                "SET memory_limit = '1TB'",
                "PRAGMA database_list",
                "INSTALL httpfs",
                "LOAD httpfs",
                "CALL pragma_version()",
                "EXPLAIN ANALYZE SELECT 1",
                "SELECT 1; DROP TABLE raw.clicks",
                "WITH x AS (SELECT 1) DELETE FROM raw.clicks",
                "",
                "SELECT * FROM read_text('/etc/passwd')",
                "SELECT * FROM read_csv('/etc/passwd')",
                "SELECT * FROM read_blob('/etc/passwd')",
                "SELECT * FROM read_parquet('/tmp/x.parquet')",
                "SELECT * FROM parquet_scan('/tmp/x.parquet')",
                "SELECT * FROM glob('/etc/*')",
                "SELECT * FROM sniff_csv('/etc/passwd')",
                "SELECT * FROM '/etc/passwd'",
                "SELECT * FROM \"/etc/passwd\"",
                "SELECT * FROM \"/etc/hosts.csv\" AS t",
                "SELECT * FROM query('SELECT 1')",
                "SELECT * FROM query_table('t0')",
                "SELECT * FROM duckdb_settings()",
                "SELECT * FROM duckdb_secrets()",
                "SELECT * FROM information_schema.tables",
                "SELECT * FROM pg_catalog.pg_class",
                "SELECT * FROM sqlite_scan('/tmp/x.db', 't')",
                "SELECT (SELECT content FROM read_text('/etc/passwd'))",
                "SELECT * FROM TABLE(read_text('/etc/passwd'))",
                "SELECT * FROM raw.clicks, LATERAL read_text('/etc/passwd')",
                "SELECT getenv('HOME')",
                "SELECT ('HOME').getenv()",
                "SELECT current_setting('temp_directory')",
                "SELECT getvariable('x')",
                "FROM read_text('/etc/passwd')",
                "FROM raw.clicks",
                "TABLE raw.clicks",
                "SUMMARIZE raw.clicks",
                "DESCRIBE raw.clicks",
                "SHOW TABLES",
                "/* /* */ SELECT 1 AS a -- */ */ SELECT * FROM read_text('/etc/passwd')",
                "/* /* */ SELECT 1 AS a -- */ SELECT * FROM read_text('/etc/passwd')",
                "SELECT $$x$$",
                "SELECT E'\\'' || ' FROM read_text(1)'"
            })
    void everythingElseIsRefused(String sql) {
        assertThat(query(sql).problems()).as(sql + " -> " + query(sql).text()).isNotEmpty();
    }

    @Test
    void whatIsRefusedIsToldWithItsPlace() {
        assertThat(first("SELECT 1 AS one\nFROM raw.click"))
                .startsWith("2:6 Cannot find table 'raw.click'. Did you mean");
        assertThat(first("SELECT\n  usr_id FROM raw.clicks")).startsWith("2:3 Cannot find column 'usr_id'.");
        assertThat(first("-- all\nDELETE FROM raw.clicks")).startsWith("2:1 Invalid SQL: expected a SELECT, found");
        assertThat(first("SELECT user_id FROM raw.clicks@123456789012 WHERE price > :leest"))
                .startsWith("1:59 Cannot find parameter ':leest'. Did you mean 'least'?");
        assertThat(query("SELECT nothing_of_that_name(1) AS x")
                        .problems()
                        .get(0)
                        .mend())
                .isEqualTo("Use what docs/portable-sql.md lists.");
    }

    @Test
    void whatIsToBeRunHasNoCommentsAndTheSamePlaces() {
        String sql = "SELECT /* a -- b */ user_id -- c\r SELECT 2\n  FROM raw.clicks@123456789012";

        String text = query(sql).text();

        assertThat(text).hasSameSizeAs(sql).doesNotContain("/*", "--", "2\n");
        assertThat(text.indexOf("raw.clicks@123456789012")).isEqualTo(sql.indexOf("raw.clicks"));
    }
}
