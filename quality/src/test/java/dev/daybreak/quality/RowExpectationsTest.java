package dev.daybreak.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.check.CheckOutcome;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Expectations on each row: what counts, what does not hold, and how much of it is too much. */
class RowExpectationsTest extends ChecksOnATable {
    @Test
    void tellsWhichRowsDoNotHoldAndWhy() {
        given("id, age", "(1, 30), (2, 150), (3, NULL), (4, -1)");

        CheckOutcome outcome =
                evaluate("expect_column_values_to_be_between", "column", "age", "min_value", 0, "max_value", 120);

        assertThat(outcome.success()).isFalse();
        assertThat(outcome.blocks()).isTrue();
        assertThat(outcome.evaluated()).isEqualTo(3);
        assertThat(outcome.unexpected()).isEqualTo(2);
        assertThat(outcome.unexpectedShare()).hasValue(2 / 3.0);
        assertThat(outcome.samples()).containsExactly(Map.of("id", 2, "age", 150), Map.of("id", 4, "age", -1));
        assertThat(outcome.reason())
                .isEqualTo("2 of 3 rows (66.67 %) do not hold: 'age' must be at least 0 and at most 120");
    }

    @Test
    void toleratesAShareOfFailingRows() {
        given("a", "(1), (2), (3), (40)");

        assertThat(evaluate("expect_column_values_to_be_between", "column", "a", "max_value", 3, "mostly", 0.75))
                .satisfies(outcome -> assertThat(outcome.success()).isTrue())
                .satisfies(outcome -> assertThat(outcome.unexpected()).isEqualTo(1))
                .satisfies(outcome -> assertThat(outcome.samples()).isEmpty());
        assertThat(evaluate("expect_column_values_to_be_between", "column", "a", "max_value", 3, "mostly", 0.76)
                        .success())
                .isFalse();
    }

    @Test
    void excludesTheBoundItselfWhereItIsStrict() {
        given("a", "(1), (2)");

        assertThat(evaluate("expect_column_values_to_be_between", "column", "a", "min_value", 1, "strict_min", true)
                        .unexpected())
                .isEqualTo(1);
    }

    @Test
    void holdsOnATableWithoutRows() {
        given("a", "(1)");
        session.execute("DELETE FROM t");

        CheckOutcome outcome = evaluate("expect_column_values_to_not_be_null", "column", "a");

        assertThat(outcome.success()).isTrue();
        assertThat(outcome.unexpectedShare()).isEmpty();
    }

    @Test
    void countsNullsOnlyWhereTheyAreTheQuestion() {
        given("a", "(1), (NULL), (NULL)");

        assertThat(evaluate("expect_column_values_to_not_be_null", "column", "a")
                        .unexpected())
                .isEqualTo(2);
        assertThat(evaluate("expect_column_values_to_be_null", "column", "a").unexpected())
                .isEqualTo(1);
        assertThat(evaluate("expect_column_values_to_be_in_set", "column", "a", "value_set", List.of(1))
                        .evaluated())
                .isEqualTo(1);
        assertThat(evaluate("expect_column_values_to_not_be_in_set", "column", "a", "value_set", Arrays.asList(null, 2))
                        .success())
                .isTrue();
    }

    @Test
    void readsDatesInBoundsAndSets() {
        given("d", "(DATE '2024-01-31'), (DATE '2024-02-01')");

        assertThat(evaluate("expect_column_values_to_be_between", "column", "d", "min_value", "2024-02-01")
                        .unexpected())
                .isEqualTo(1);
        assertThat(evaluate("expect_column_values_to_be_between", "column", "d", "max_value", "Jan 31 2024 12:00:00")
                        .unexpected())
                .isEqualTo(1);
        assertThat(evaluate("expect_column_max_to_be_between", "column", "d", "max_value", "2024-02-01")
                        .observed())
                .isEqualTo("2024-02-01");
    }

    @Test
    void readsInstantsWithTheirOffsetElseInTheSessionsZone() {
        given("i", "(TIMESTAMPTZ '2024-01-01 00:30:00+00'), (TIMESTAMPTZ '2024-01-01 12:00:00+00')");

        assertThat(evaluate(
                                "expect_column_values_to_be_between",
                                "column",
                                "i",
                                "min_value",
                                "2024-01-01T02:00:00+01:00")
                        .samples())
                .containsExactly(Map.of("i", "2024-01-01T00:30:00Z"));
        assertThat(evaluate("expect_column_values_to_be_between", "column", "i", "max_value", "2024-01-01 12:00:00")
                        .success())
                .isTrue();
    }

    @Test
    void findsNotANumberInNoRange() {
        given("a", "(CAST(1 AS DOUBLE)), (CAST('NaN' AS DOUBLE)), (CAST('Infinity' AS DOUBLE))");

        CheckOutcome outcome = evaluate("expect_column_values_to_be_between", "column", "a", "min_value", 0);

        assertThat(outcome.samples()).containsExactly(Map.of("a", "NaN"));
        assertThat(evaluate("expect_column_mean_to_be_between", "column", "a").reason())
                .isEqualTo("Cannot evaluate: the mean of 'a' is not a number (NaN)");
    }

    @Test
    void showsAtMostTwentyFailingRows() {
        given("a", "(1)");
        session.execute("INSERT INTO t SELECT range FROM range(100)");

        CheckOutcome outcome = evaluate("expect_column_values_to_be_null", "column", "a");

        assertThat(outcome.unexpected()).isEqualTo(101);
        assertThat(outcome.samples()).hasSize(20);
    }

    @Test
    void showsAllRowsOfAValueThatOccursTwice() {
        given("id, a, b", "(1, 'x', 1), (2, 'x', 2), (3, 'y', 1), (4, NULL, 1), (5, NULL, 1)");

        CheckOutcome unique = evaluate("expect_column_values_to_be_unique", "column", "a");
        CheckOutcome together = evaluate("expect_compound_columns_to_be_unique", "column_list", List.of("a", "b"));

        assertThat(unique.evaluated()).isEqualTo(3);
        assertThat(unique.samples()).extracting(row -> row.get("id")).containsExactlyInAnyOrder(1, 2);
        assertThat(together.evaluated()).isEqualTo(5);
        assertThat(together.samples()).extracting(row -> row.get("id")).containsExactlyInAnyOrder(4, 5);
    }

    @Test
    void comparesTwoColumnsOfARow() {
        given("low, high", "(1, 2), (2, 2), (3, NULL), (NULL, NULL)");

        assertThat(evaluate("expect_column_pair_values_a_to_be_greater_than_b", "column_A", "high", "column_B", "low")
                        .unexpected())
                .isEqualTo(2);
        assertThat(evaluate(
                                "expect_column_pair_values_a_to_be_greater_than_b",
                                "column_A",
                                "high",
                                "column_B",
                                "low",
                                "or_equal",
                                true,
                                "ignore_row_if",
                                "either_value_is_missing")
                        .success())
                .isTrue();
    }

    @Test
    void findsValuesFarFromTheOthers() {
        given("a", "(1), (2), (2), (3), (100), (NULL)");

        assertThat(evaluate("expect_column_values_to_not_be_outliers", "column", "a")
                        .samples())
                .containsExactly(Map.of("a", 100));
        assertThat(evaluate("expect_column_value_z_scores_to_be_less_than", "column", "a", "threshold", 1.5)
                        .samples())
                .containsExactly(Map.of("a", 100));
    }

    @Test
    void takesTheRowsOfAQueryAsFailing() {
        given("a", "(1), (2), (3)");

        CheckOutcome outcome =
                evaluate("unexpected_rows", "unexpected_rows_query", "SELECT * FROM {batch} WHERE a > 1; ");

        assertThat(outcome.unexpected()).isEqualTo(2);
        assertThat(outcome.samples()).containsExactly(Map.of("a", 2), Map.of("a", 3));
        assertThat(outcome.reason()).isEqualTo("the query finds 2 unexpected rows");
    }
}
