package dev.daybreak.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.check.CheckOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Expectations on a column or a table as a whole. */
class WholeExpectationsTest extends ChecksOnATable {
    @Test
    void observesTheMeasureAndComparesItWithBounds() {
        given("a", "(1), (2), (6), (NULL)");

        CheckOutcome mean = evaluate("expect_column_mean_to_be_between", "column", "a", "min_value", 4);

        assertThat(mean.success()).isFalse();
        assertThat(mean.observed()).isEqualTo(3.0);
        assertThat(mean.evaluated()).isEqualTo(3);
        assertThat(mean.reason()).isEqualTo("the mean of 'a' is 3.0, must be at least 4");
        assertThat(evaluate("expect_column_median_to_be_between", "column", "a").observed())
                .isEqualTo(2.0);
        assertThat(((Number) evaluate("expect_column_sum_to_be_between", "column", "a")
                                .observed())
                        .longValue())
                .isEqualTo(9);
    }

    /** One engine says 1.1547005383792517, the other 1.1547005383792515. */
    @Test
    void takesANumberThatIsNearlyAtABoundAsBeingAtIt() {
        given("a", "(1), (1), (3)");

        for (double bound : List.of(1.1547005383792515, 1.1547005383792517)) {
            assertThat(deviation("min_value", bound, "max_value", bound).success())
                    .isTrue();
            assertThat(deviation("min_value", bound, "strict_min", true).success())
                    .isFalse();
            assertThat(deviation("max_value", bound, "strict_max", true).success())
                    .isFalse();
        }
        assertThat(deviation("max_value", 1.15470053).reason()).endsWith(", must be at most 1.15470053");
        assertThat(deviation("min_value", Double.NEGATIVE_INFINITY).success()).isTrue();
    }

    private CheckOutcome deviation(Object... bounds) {
        List<Object> arguments = new ArrayList<>(List.of("column", "a"));
        arguments.addAll(List.of(bounds));
        return evaluate("expect_column_stdev_to_be_between", arguments.toArray());
    }

    @Test
    void sumsBeyondSixtyFourBits() {
        given("a", "(9223372036854775807), (9223372036854775807)");

        assertThat(evaluate("expect_column_sum_to_be_between", "column", "a", "min_value", 1)
                        .observed())
                .hasToString("18446744073709551614");
    }

    @Test
    void failsWhereThereIsNoValueToMeasure() {
        given("a", "(CAST(NULL AS INTEGER))");

        CheckOutcome outcome = evaluate("expect_column_max_to_be_between", "column", "a", "min_value", 0);

        assertThat(outcome.success()).isFalse();
        assertThat(outcome.reason()).isEqualTo("Cannot evaluate: there is no value to take the maximum of 'a' of");
    }

    @Test
    void namesTheValuesOutsideTheSet() {
        given("c", "('red'), ('blue'), ('blue'), (NULL)");

        CheckOutcome outcome =
                evaluate("expect_column_distinct_values_to_be_in_set", "column", "c", "value_set", List.of("red"));

        assertThat(outcome.observed()).isEqualTo(List.of("blue", "red"));
        assertThat(outcome.reason()).isEqualTo("values outside the set occur: blue");
        assertThat(evaluate(
                                "expect_column_distinct_values_to_contain_set",
                                "column",
                                "c",
                                "value_set",
                                List.of("red", "green"))
                        .reason())
                .isEqualTo("only 1 of these values occur: red, green");
    }

    @Test
    void observesQuantilesTogether() {
        given("a", "(1), (2), (3), (4)");

        CheckOutcome outcome = evaluate(
                "expect_column_quantile_values_to_be_between",
                "column",
                "a",
                "quantile_ranges",
                Map.of("quantiles", List.of(0.5, 1.0), "value_ranges", List.of(List.of(2, 3), List.of(5, 6))));

        assertThat(outcome.observed()).isEqualTo(Map.of("quantiles", List.of(0.5, 1.0), "values", List.of(2.0, 4.0)));
        assertThat(outcome.reason()).isEqualTo("'a': quantile 1.0 is 4.0, must be at least 5 and at most 6");
    }

    @Test
    void countsRowsThatMeetACondition() {
        given("a, c", "(1, 'x'), (2, 'x'), (3, 'y')");

        assertThat(evaluate("expect_table_row_count_to_equal", "value", 3).success())
                .isTrue();
        assertThat(evaluate(
                                "expect_table_row_count_to_be_between",
                                "max_value",
                                1,
                                "row_condition",
                                "c == 'x'",
                                "condition_parser",
                                "pandas")
                        .reason())
                .isEqualTo("there are 2 rows, must be at most 1");
    }

    @Test
    void judgesColumnsByTheSchemaAlone() {
        given("a, b", "(1, 'x')");

        assertThat(evaluate("expect_table_columns_to_match_set", "column_set", List.of("b", "c"))
                        .reason())
                .isEqualTo("missing columns: c. columns not in the set: a");
        assertThat(evaluate("expect_table_columns_to_match_ordered_list", "column_list", List.of("b", "a"))
                        .success())
                .isFalse();
        assertThat(evaluate("expect_column_to_exist", "column", "b", "column_index", 1)
                        .success())
                .isTrue();
        assertThat(evaluate("expect_column_values_to_be_of_type", "column", "a", "type_", "INTEGER")
                        .success())
                .isTrue();
        assertThat(evaluate("expect_column_values_to_be_of_type", "column", "b", "type_", "VARCHAR(20)")
                        .success())
                .isTrue();
        assertThat(evaluate(
                                "expect_column_values_to_be_in_type_list",
                                "column",
                                "b",
                                "type_list",
                                List.of("int64", "date"))
                        .reason())
                .isEqualTo("'b' is string, must be int64, date");
        assertThat(session.queries).isEmpty();
    }
}
