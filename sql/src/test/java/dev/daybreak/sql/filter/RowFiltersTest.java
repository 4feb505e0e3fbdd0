package dev.daybreak.sql.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.schema.ColumnCondition;
import dev.daybreak.sql.text.SqlText;
import dev.daybreak.sql.text.TableReference;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found in WHERE clauses, and what must not be. */
class RowFiltersTest {
    /** The conditions as text, by table. */
    private static Map<String, List<String>> found(String sql) {
        SqlText text = SqlText.parse(sql);
        Map<Integer, List<ColumnCondition>> filters = RowFilters.of(text, Map.of("user", 7L));
        Map<String, List<String>> words = new TreeMap<>();
        for (TableReference reference : text.references()) {
            List<ColumnCondition> conditions = filters.get(reference.start());
            if (conditions != null) {
                words.put(
                        reference.asset().toString(),
                        conditions.stream()
                                .map(one -> one.column() + " " + one.comparison() + " " + one.values())
                                .toList());
            }
        }
        return words;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "day = DATE '2023-01-01' | day EQUAL [2023-01-01]",
                "'2023-01-01' <= day | day GREATER_OR_EQUAL [2023-01-01]",
                "user_id = 42 | user_id EQUAL [42]",
                "user_id = -1 | user_id EQUAL [-1]",
                "user_id IN (1, 2) | user_id IN [1, 2]",
                "c.user_id < 5 | user_id LESS [5]",
                "user_id = :user | user_id EQUAL [7]",
                "name = 'it''s' | name EQUAL [it's]",
                "at > TIMESTAMP '2023-01-01 06:00:00' | at GREATER [2023-01-01T06:00]",
            })
    void comparisonsWithConstants(String where, String condition) {
        assertThat(found("SELECT * FROM raw.clicks c WHERE " + where))
                .isEqualTo(Map.of("raw.clicks", List.of(condition)));
    }

    @Test
    void allThatMustHoldTogether() {
        assertThat(found("SELECT * FROM raw.clicks WHERE a = 1 AND (b BETWEEN 2 AND 3 AND c = 'x')"))
                .isEqualTo(Map.of(
                        "raw.clicks",
                        List.of("a EQUAL [1]", "b GREATER_OR_EQUAL [2]", "b LESS_OR_EQUAL [3]", "c EQUAL [x]")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "a = 1 OR b = 2",
                "NOT a = 1",
                "a <> 1",
                "a + 1 = 2",
                "CAST(a AS STRING) = '1'",
                "a = b",
                "a NOT IN (1)",
                "a NOT BETWEEN 1 AND 2",
                "a IN (1, b)",
                "a IS NULL",
                "d.a = 1",
                "c.s.a = 1",
                "a >= :start",
                "a = :unknown",
                "a = 1e3",
                "a AT TIME ZONE 'UTC' = '2023-01-01'",
            })
    void whatMayKeepOtherRowsIsNoCondition(String where) {
        assertThat(found("SELECT * FROM raw.clicks c WHERE " + where)).isEmpty();
    }

    @Test
    void ofAJoinTheSideThatIsNotMadeUp() {
        String where = " ON c.id = u.id WHERE c.day = '2023-01-01' AND u.id = 5 AND id = 6";

        assertThat(found("SELECT * FROM raw.clicks c JOIN raw.users u" + where))
                .containsOnlyKeys("raw.clicks", "raw.users");
        assertThat(found("SELECT * FROM raw.clicks c LEFT JOIN raw.users u" + where))
                .containsOnlyKeys("raw.clicks");
        assertThat(found("SELECT * FROM raw.clicks c RIGHT JOIN raw.users u" + where))
                .containsOnlyKeys("raw.users");
        assertThat(found("SELECT * FROM raw.clicks c FULL JOIN raw.users u" + where))
                .isEmpty();
    }

    @Test
    void eachPlaceOfATableHasItsOwn() {
        SqlText text = SqlText.parse(
                "WITH a AS (SELECT * FROM raw.clicks WHERE id = 1) SELECT * FROM a, raw.clicks c WHERE c.id = 2 AND a.id = 3");

        assertThat(RowFilters.of(text, Map.of()).values())
                .extracting(conditions -> conditions.get(0).values().toString())
                .containsExactlyInAnyOrder("[1]", "[2]");
    }

    @Test
    void aJoinThatChoosesAmongAllRowsReadsThemAll() {
        assertThat(found("SELECT * FROM raw.a ASOF JOIN raw.b ON a.at >= b.at WHERE b.id = 1 AND a.id = 1"))
                .isEmpty();
    }

    @Test
    void anUnreadableTextHasNone() {
        assertThat(found("SELEC 1 FROM raw.clicks WHERE id = 1")).isEmpty();
    }
}
