package dev.daybreak.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.check.TextPlace;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is wrong with checks is told before any data is read. */
class ValidationTest {
    private static final Schema SCHEMA =
            Schema.of(Column.of("user_id", Primitive.LONG), Column.of("age", Primitive.INT));

    @Test
    void hasNothingToSayOfAGoodCheck() {
        assertThat(problems(ChecksOnATable.check(
                        "expect_column_values_to_be_between",
                        "column",
                        "age",
                        "min_value",
                        0,
                        "max_value",
                        null,
                        "mostly",
                        0.9,
                        "row_condition",
                        "user_id > 1",
                        "condition_parser",
                        "pandas")))
                .isEmpty();
    }

    @Test
    void namesTheExpectationThatWasMeant() {
        assertThat(problems(ChecksOnATable.check("expect_column_value_to_not_be_null", "column", "age")))
                .containsExactly("Invalid check: there is no expectation 'expect_column_value_to_not_be_null'."
                        + " Did you mean 'expect_column_values_to_not_be_null'?");
    }

    @Test
    void tellsEverythingAtOnce() {
        assertThat(problems(
                        ChecksOnATable.check(
                                "expect_column_values_to_be_between",
                                "colum",
                                "age",
                                "mostly",
                                1.5,
                                "min_value",
                                10,
                                "max_value",
                                5,
                                "strict_min",
                                "yes"),
                        ChecksOnATable.check("expect_column_values_to_match_regex", "column", "aeg", "regex", "(a"),
                        ChecksOnATable.check(
                                "expect_column_values_to_be_null",
                                "column",
                                "age",
                                "row_condition",
                                "agee > 1",
                                "condition_parser",
                                "pandas")))
                .containsExactly(
                        "Invalid parameter 'colum' of 'expect_column_values_to_be_between': it takes none of that name."
                                + " Did you mean 'column'?",
                        "Invalid parameter 'mostly' of 'expect_column_values_to_be_between': '1.5' is not a number from 0 to 1",
                        "Invalid parameter 'strict_min' of 'expect_column_values_to_be_between': 'yes' is not true or false",
                        "Missing parameter 'column' of 'expect_column_values_to_be_between'",
                        "Invalid bounds of 'expect_column_values_to_be_between': min_value '10' is above max_value '5'",
                        "Invalid parameter 'column' of 'expect_column_values_to_match_regex': there is no column 'aeg'."
                                + " Did you mean 'age'?",
                        "Invalid parameter 'regex' of 'expect_column_values_to_match_regex': '(a' is not a regular"
                                + " expression: Unclosed group",
                        "Invalid parameter 'row_condition' of 'expect_column_values_to_be_null': there is no column 'agee'."
                                + " Did you mean 'age'?");
    }

    @Test
    void tellsWhereArgumentsDoNotFitTheColumnsType() {
        assertThat(problems(
                        ChecksOnATable.check("expect_column_values_to_match_regex", "column", "age", "regex", "a"),
                        ChecksOnATable.check(
                                "expect_column_values_to_be_between", "column", "age", "min_value", "young"),
                        ChecksOnATable.check(
                                "expect_column_quantile_values_to_be_between",
                                "column",
                                "age",
                                "quantile_ranges",
                                Map.of("quantiles", List.of(0.5)))))
                .containsExactly(
                        "Invalid check 'expect_column_values_to_match_regex': column 'age' is int, but this expectation reads"
                                + " strings",
                        "Invalid check 'expect_column_values_to_be_between': 'young' cannot be compared with a int",
                        "Invalid check 'expect_column_quantile_values_to_be_between': parameter 'quantile_ranges' has no list"
                                + " 'value_ranges'");
    }

    @Test
    void placesProblemsAtTheCheck() {
        List<Problem> problems = Checks.validate(List.of(ChecksOnATable.check("expect_nothing")), Optional.of(SCHEMA));

        assertThat(problems.get(0).place()).hasToString("assets/t.sql:7:5");
        assertThat(problems.get(0).isError()).isTrue();
    }

    @Test
    void tellsWhatOfTheSqlIsNotPortableAtItsOwnPlace() {
        CheckSpec condition = new CheckSpec(
                "expect_column_values_to_be_null",
                Map.of("column", "age", "row_condition", "age > 1\nAND len(age) = 2"),
                CheckSpec.Severity.BLOCK,
                new Place("assets/t.sql", 7, 5),
                Map.of("row_condition", new TextPlace(new Place("assets/t.sql", 9, 7), true)));
        CheckSpec query = ChecksOnATable.check(
                "unexpected_rows_expectation", "unexpected_rows_query", "SELECT *\nFROM {batch} QUALIFY age > 1");
        CheckSpec comparison = ChecksOnATable.check(
                "expect_query_results_to_match_comparison",
                "base_query",
                "SELECT list(age) AS x FROM {batch}",
                "comparison_query",
                "SELECT printf(age) AS x FROM {batch}");

        assertThat(unportable(condition, query, comparison))
                .containsExactly(
                        "assets/t.sql:10:11 Cannot use function 'len': it is not portable.",
                        "assets/t.sql:7:5 Cannot use QUALIFY: it is not portable.",
                        "assets/t.sql:7:5 Cannot use function 'list': it is not portable.",
                        "assets/t.sql:7:5 Cannot use function 'printf': it is not portable.");
    }

    @Test
    void asksNoPortabilityOfWhatIsNoSqlOrStatesItsEngine() {
        assertThat(unportable(
                        condition("col(\"age\") > 1", "great_expectations"),
                        condition("age > 1 & user_id.notnull()", "pandas"),
                        condition("age RLIKE '1'", "spark"),
                        condition("len(age) = 1", "nothing"),
                        ChecksOnATable.check("expect_nothing", "row_condition", 1),
                        ChecksOnATable.check("expect_column_values_to_be_null", "row_condition", 1)))
                .isEmpty();
        assertThat(unportable(condition("len(age) = 1", "sql"), condition("len(age) = 1", "raw_sql")))
                .hasSize(2);
    }

    private static CheckSpec condition(String text, String parser) {
        return ChecksOnATable.check(
                "expect_column_values_to_be_null", "column", "age", "row_condition", text, "condition_parser", parser);
    }

    private static List<String> unportable(CheckSpec... checks) {
        return Checks.unportable(List.of(checks), Optional.of(SCHEMA)).stream()
                .map(problem -> problem.place() + " " + problem.message())
                .toList();
    }

    @Test
    void leavesColumnsAloneWhileTheyAreUnknown() {
        assertThat(Checks.validate(
                        List.of(ChecksOnATable.check("expect_column_values_to_be_null", "column", "nowhere")),
                        Optional.empty()))
                .isEmpty();
    }

    @Test
    void expectsColumnsOnlyWhereTheirAbsenceIsNotTheQuestion() {
        assertThat(problems(ChecksOnATable.check("expect_column_to_exist", "column", "nowhere")))
                .isEmpty();
        assertThat(problems(ChecksOnATable.check(
                        "expect_compound_columns_to_be_unique", "column_list", List.of("age", "user_idd"))))
                .containsExactly("Invalid parameter 'column_list' of 'expect_compound_columns_to_be_unique':"
                        + " there is no column 'user_idd'. Did you mean 'user_id'?");
    }

    private static List<String> problems(CheckSpec... checks) {
        return Checks.validate(List.of(checks), Optional.of(SCHEMA)).stream()
                .map(Problem::message)
                .toList();
    }
}
