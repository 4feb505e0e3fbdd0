package dev.daybreak.sql.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.schema.Schema;
import dev.daybreak.sql.query.SqlProblem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL beside a table's text is held to the portable set as the text is, by its own lines and columns. */
class PortableTextTest {
    private static final Schema COLUMNS =
            Situation.schema("id long", "day date", "amount decimal(12,2)", "name string");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id > 1 AND name LIKE 'a%'",
                "id IN (SELECT MAX(id) FROM other) -- the last",
                "strpos(name, '-- ') > 0",
                "no_such_column = 1"
            })
    void portableConditionsPass(String condition) {
        assertThat(told(PortableText.ofCondition(condition, Optional.of(COLUMNS))))
                .isEmpty();
    }

    @Test
    void aConditionIsToldByItsLinesAndColumns() {
        assertThat(told(PortableText.ofCondition(
                        "amount / 8.0 > 1\n  AND strftime(day, '%Y') = '2024' AND name = 'a\\b'",
                        Optional.of(COLUMNS))))
                .containsExactly(
                        "1:1 Cannot divide decimals: the quotient is a double on DuckDB and a decimal on Spark."
                                + " | Write 8.0e0, which is a double.",
                        "2:7 Cannot use function 'strftime': it is not portable. | Build it: CAST(CAST(x AS DATE) AS"
                                + " STRING), SUBSTRING of it, LPAD of YEAR, MONTH, DAY.",
                        "2:47 Cannot use a backslash in 'a\\b': it is not portable. | DuckDB takes it as it is, Spark as"
                                + " an escape: write [0-9] for a digit, [.] for a point, chr(10) for a new line, chr(92)"
                                + " for a backslash.");
    }

    @Test
    void typesAreNotLookedAtWhileTheyAreUnknown() {
        assertThat(PortableText.ofCondition("amount / 8.0 > 1", Optional.empty()))
                .isEmpty();
    }

    @Test
    void aConditionThatCannotBeReadIsTold() {
        assertThat(told(PortableText.ofCondition("id > > 1", Optional.of(COLUMNS))))
                .singleElement()
                .asString()
                .startsWith("1:6 Invalid SQL: did not expect '>' after '>'.");
        assertThat(told(PortableText.ofCondition("id >", Optional.of(COLUMNS))))
                .containsExactly("1:5 Invalid SQL: the text ends too early. | Check its end.");
    }

    @Test
    void aQueryReadsTheTableAsABatch() {
        assertThat(told(PortableText.ofQuery(
                        "WITH b AS (SELECT * FROM {batch} WHERE id > 1)\nSELECT list(id) FROM b JOIN {batch} AS c USING (id);",
                        Optional.of(COLUMNS))))
                .containsExactly("2:8 Cannot use function 'list': it is not portable. | Use collect_list(x).");
        assertThat(told(PortableText.ofQuery("FROM {batch}", Optional.of(COLUMNS))))
                .containsExactly("1:1 Cannot use FROM first: it is not portable. | Begin with SELECT.");
        assertThat(told(PortableText.ofQuery("SELECT AVG(amount) FROM {batch}", Optional.of(COLUMNS))))
                .singleElement()
                .asString()
                .startsWith("1:8 Cannot use AVG of a decimal");
    }

    private static List<String> told(List<SqlProblem> problems) {
        return problems.stream()
                .map(problem -> problem.position().line() + ":"
                        + problem.position().column() + " " + problem.message() + " | " + problem.mend())
                .toList();
    }
}
