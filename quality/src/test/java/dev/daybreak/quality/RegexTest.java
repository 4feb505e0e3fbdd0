package dev.daybreak.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.check.CheckOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Regular expressions mean what they mean in Python. */
class RegexTest extends ChecksOnATable {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ^a          | abc     | true
                    c           | abc     | true
                    ^b          | abc     | false
                    \\d+        | \u0663  | true
                    ^\\w+$      | \u00e9a | true
                    ^[\\w-]+$   | \u00e9- | true
                    []x]        | ]       | true
                    a{2}$       | baa     | true
                    [[]b        | [b      | true
                    [a&&b]&     | &&      | true
                    [^\\W_]     | _       | false
                    \\u00e9     | \u00e9  | true
                    \\_\\/      | _/      | true
                    a{1001}     | aa      | false
                    (?i)ABC     | abc     | true
                    [[a](?=b)   | [b      | true
                    (?P<y>a)b   | ab      | true
                    ^(?!a)      | abc     | false
                    (a)\\1      | aa      | true
                    (?<=a)b     | ab      | true
                    (?P<q_1>a)(?P=q_1) | aa | true
                    """)
    void searchesAsPythonDoes(String regex, String value, boolean found) {
        given("s", "('" + value + "')");

        CheckOutcome outcome = evaluate("expect_column_values_to_match_regex", "column", "s", "regex", regex);

        assertThat(outcome.success()).as(outcome.reason()).isEqualTo(found);
        assertThat(outcome.evaluated()).isEqualTo(1);
    }

    @Test
    void dollarMatchesBeforeAFinalLineFeed() {
        given("s", "('a' || chr(10)), ('a' || chr(10) || 'b')");

        assertThat(evaluate("expect_column_values_to_match_regex", "column", "s", "regex", "a$")
                        .unexpected())
                .isEqualTo(1);
        assertThat(evaluate("expect_column_values_to_match_regex", "column", "s", "regex", "a\\Z")
                        .unexpected())
                .isEqualTo(2);
        assertThat(evaluate("expect_column_values_to_match_regex", "column", "s", "regex", "a.b")
                        .unexpected())
                .isEqualTo(2);
    }

    @Test
    void samplesValuesThatItHadToSearchItself() {
        given("s", "('ab'), ('b'), ('b'), (NULL)");

        CheckOutcome outcome = evaluate("expect_column_values_to_match_regex", "column", "s", "regex", "(?<=a)b");

        assertThat(outcome.evaluated()).isEqualTo(3);
        assertThat(outcome.unexpected()).isEqualTo(2);
        assertThat(outcome.samples()).hasSize(2).allSatisfy(row -> assertThat(row)
                .containsEntry("s", "b"));
    }
}
