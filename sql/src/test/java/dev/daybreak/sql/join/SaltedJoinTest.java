package dev.daybreak.sql.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.asset.Salt;
import dev.daybreak.project.problem.Place;
import dev.daybreak.sql.syntax.QueryParser;
import dev.daybreak.sql.text.SqlText;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an engine is given for a text whose join is spread: the text as it is written, with one condition more. */
class SaltedJoinTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            c.k = d.k | FROM "spread" c JOIN "copied" AS d ON c.k = d.k AND "c"."daybreak_salt" = "d"."daybreak_salt" WHERE 1 = :x
            d.k = c.k AND c.x > 1 | FROM "spread" c JOIN "copied" AS d ON d.k = c.k AND "c"."daybreak_salt" = "d"."daybreak_salt" AND c.x > 1 WHERE 1 = :x
            ((c.k) = ( d.k )) | FROM "spread" c JOIN "copied" AS d ON ((c.k) = ( d.k )) AND "c"."daybreak_salt" = "d"."daybreak_salt" WHERE 1 = :x
            """)
    void addsAConditionBehindTheComparison(String condition, String expected) throws Exception {
        String sql = "SELECT c.x FROM raw.clicks c JOIN raw.users AS d ON " + condition + " WHERE 1 = :x";

        assertThat(salted(sql, "k")).isEqualTo("SELECT c.x " + expected.replace(":x", "7"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            SELECT x FROM raw.clicks JOIN raw.users USING (day, k) | SELECT x FROM "spread" AS "clicks" JOIN "copied" AS "users" USING (day, k, daybreak_salt)
            SELECT x FROM raw.clicks JOIN raw.users ON raw.clicks.k = users.id | SELECT x FROM "spread" AS "clicks" JOIN "copied" AS "users" ON "clicks".k = users.id AND "clicks"."daybreak_salt" = "users"."daybreak_salt"
            """)
    void knowsTablesByTheirOwnNames(String sql, String expected) throws Exception {
        assertThat(salted(sql, "k")).isEqualTo(expected);
    }

    private static String salted(String sql, String key) throws Exception {
        SqlText text = SqlText.parse(sql);
        Salt salt = new Salt(Optional.empty(), key, 8, Place.of("t.sql"));
        SaltedJoin join = SaltedJoin.find(QueryParser.parse(text, Map.of("x", 7), Optional.empty()), text, salt);
        return text.bind(
                        reference -> Optional.of(reference.start() == join.spread() ? "spread" : "copied"),
                        Map.of("x", 7),
                        Map.of(join.at(), join.condition()))
                .text();
    }
}
