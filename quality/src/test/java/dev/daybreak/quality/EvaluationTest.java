package dev.daybreak.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.problem.Place;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the checks of an asset are evaluated together. */
class EvaluationTest extends ChecksOnATable {
    @Test
    void measuresAllChecksInOnePassOverTheData() {
        given("a, b", "(1, 'x'), (2, 'y')");

        List<CheckOutcome> outcomes = evaluate(
                check("expect_column_values_to_not_be_null", "column", "a"),
                check("expect_column_values_to_be_between", "column", "a", "min_value", 0),
                check("expect_column_values_to_match_regex", "column", "b", "regex", "^[xy]$"),
                check("expect_column_mean_to_be_between", "column", "a", "max_value", 2),
                check("expect_column_unique_value_count_to_be_between", "column", "b", "min_value", 2),
                check("expect_table_row_count_to_equal", "value", 2),
                check("expect_column_value_lengths_to_equal", "column", "b", "value", 1, "row_condition", "a > 1"));

        assertThat(outcomes)
                .allSatisfy(outcome ->
                        assertThat(outcome.success()).as(outcome.reason()).isTrue());
        assertThat(session.queries).hasSize(1);
    }

    @Test
    void readsFailingRowsOnlyOfChecksThatFail() {
        given("a", "(1), (NULL)");

        evaluate(
                check("expect_column_values_to_not_be_null", "column", "a"),
                check("expect_column_values_to_be_between", "column", "a", "min_value", 0));

        assertThat(session.queries).hasSize(2);
        assertThat(session.queries.get(1)).contains("LIMIT 20");
    }

    @Test
    void takesAGroupingPassForEachUniqueKey() {
        given("a, b", "(1, 'x'), (2, 'y')");

        evaluate(
                check("expect_column_values_to_be_unique", "column", "a"),
                check("expect_column_values_to_be_unique", "column", "a", "mostly", 0.5),
                check("expect_column_values_to_not_be_null", "column", "a"));

        assertThat(session.queries).hasSize(2);
    }

    @Test
    void takesOneOrderingPassForMedianAndQuantilesOfAColumn() {
        given("a", "(1), (2), (3)");

        evaluate(
                check("expect_column_median_to_be_between", "column", "a", "max_value", 2),
                check(
                        "expect_column_quantile_values_to_be_between",
                        "column",
                        "a",
                        "quantile_ranges",
                        Map.of("quantiles", List.of(0.9), "value_ranges", List.of(List.of(3, 3)))));

        assertThat(session.queries).hasSize(1);
    }

    @Test
    void failsOnlyTheCheckThatCannotBeEvaluated() {
        given("a, b", "(1, 'x'), (2, 'y')");

        List<CheckOutcome> outcomes = evaluate(
                check("expect_column_values_to_not_be_null", "column", "a"),
                check("expect_column_values_to_not_be_null", "column", "aa"),
                check("expect_column_values_to_match_regex", "column", "a", "regex", "x"),
                check(
                        "expect_column_values_to_be_between",
                        "column",
                        "b",
                        "min_value",
                        1,
                        "row_condition",
                        "1 / b > 0"),
                check("expect_column_values_to_be_in_set", "column", "b", "value_set", "x"),
                check(
                        "expect_column_kl_divergence_to_be_less_than",
                        "column",
                        "b",
                        "threshold",
                        1,
                        "partition_object",
                        Map.of("values", List.of("x"), "weights", List.of("y"))),
                check("expect_nothing"),
                check("expect_column_values_to_be_unique", "column", "b"));

        assertThat(outcomes)
                .extracting(CheckOutcome::success)
                .containsExactly(true, false, false, false, false, false, false, true);
        assertThat(outcomes.get(1).reason()).isEqualTo("Cannot evaluate: there is no column 'aa'. Did you mean 'a'?");
        assertThat(outcomes.get(2).reason())
                .isEqualTo("Cannot evaluate: column 'a' is int, but this expectation reads strings");
        assertThat(outcomes.get(3).reason()).startsWith("Cannot evaluate: ");
        assertThat(outcomes.get(4).reason())
                .isEqualTo("Cannot evaluate: parameter 'value_set' is 'x', but must be a list");
        assertThat(outcomes.get(6).reason()).startsWith("Cannot evaluate: there is no expectation 'expect_nothing'.");
    }

    @Test
    void fetchesNothingForASchema() {
        given("j", "('{}')");

        CheckOutcome outcome = evaluate(
                "expect_column_values_to_match_json_schema",
                "column",
                "j",
                "json_schema",
                Map.of("$ref", "http://localhost:1/schema.json"));

        assertThat(outcome.success()).isFalse();
        assertThat(outcome.reason()).startsWith("Cannot evaluate: ").contains("localhost");
    }

    @Test
    void findsTheCheckThatBreaksThePassByHalving() {
        given("a", "(1), (2)");

        List<CheckOutcome> outcomes = evaluate(
                check("expect_column_values_to_not_be_null", "column", "a"),
                check("expect_column_max_to_be_between", "column", "a"),
                check("expect_column_values_to_be_null", "column", "a", "row_condition", "no_function(a)"),
                check("expect_table_row_count_to_equal", "value", 2));

        assertThat(outcomes).extracting(CheckOutcome::success).containsExactly(true, true, false, true);
        assertThat(outcomes.get(2).reason()).startsWith("Cannot evaluate: ").contains("no_function");
        assertThat(session.queries).hasSize(5);
    }

    @Test
    void failsEveryCheckOfARelationThatCannotBeRead() {
        given("a", "(1)");

        List<CheckOutcome> outcomes = Checks.evaluate(
                session,
                "nowhere",
                schema(),
                List.of(
                        check("expect_column_values_to_not_be_null", "column", "a"),
                        check("expect_column_to_exist", "column", "a")));

        assertThat(outcomes.get(0).success()).isFalse();
        assertThat(outcomes.get(0).reason()).contains("nowhere");
        assertThat(outcomes.get(1).success()).isTrue();
    }

    @Test
    void warnsWithoutBlocking() {
        given("a", "(CAST(NULL AS INTEGER))");
        CheckSpec warning = new CheckSpec(
                "expect_column_values_to_not_be_null",
                Map.of("column", "a"),
                CheckSpec.Severity.WARN,
                Place.of("assets/t.sql"));

        CheckOutcome outcome = evaluate(warning).get(0);

        assertThat(outcome.success()).isFalse();
        assertThat(outcome.blocks()).isFalse();
    }

    @Test
    void readsHostileNamesAndValuesAsTheyAre() {
        given("\"a\"\"; DROP TABLE t; --\", \"o'clock\"", "('it''s', 1), ('\"; --', 2)");
        String column = "a\"; DROP TABLE t; --";

        assertThat(evaluate(
                                "expect_column_values_to_be_in_set",
                                "column",
                                column,
                                "value_set",
                                List.of("it's", "\"; --"))
                        .success())
                .isTrue();
        assertThat(evaluate("expect_column_values_to_be_unique", "column", column)
                        .success())
                .isTrue();
        assertThat(evaluate("expect_column_values_to_match_like_pattern", "column", column, "like_pattern", "it's%")
                        .samples())
                .containsExactly(Map.of(column, "\"; --", "o'clock", 2));
        assertThat(evaluate(
                                "expect_column_values_to_match_regex",
                                "column",
                                column,
                                "regex",
                                "it's",
                                "row_condition",
                                "col(\"o'clock\") == 1",
                                "condition_parser",
                                "great_expectations")
                        .evaluated())
                .isEqualTo(1);
    }
}
