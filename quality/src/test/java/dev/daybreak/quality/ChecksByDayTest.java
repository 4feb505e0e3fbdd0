package dev.daybreak.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.schema.Schema;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks of many days are measured together, and come to what they come to day by day. */
class ChecksByDayTest extends ChecksOnATable {
    private static final List<LocalDate> DAYS =
            List.of(LocalDate.of(2024, 1, 1), LocalDate.of(2024, 1, 2), LocalDate.of(2024, 1, 3));
    private static final String ROWS =
            """
            (TIMESTAMP '2024-01-01 00:00:00', 1, 'x', 0.5),
            (TIMESTAMP '2024-01-01 23:59:59', 2, 'y', 1.5),
            (TIMESTAMP '2024-01-01 12:00:00', 2, 'y', NULL),
            (TIMESTAMP '2024-01-02 00:00:00', NULL, 'zz', 2.5),
            (TIMESTAMP '2024-01-02 01:00:00', -7, 'x', 3.5)""";

    private final List<String> asked = new ArrayList<>();

    @Test
    void measuresDaysWhoseChecksHoldInOneQuery() {
        given("t, a, b, c", ROWS);

        ChecksByDay byDay = byDay(
                check("expect_column_values_to_not_be_null", "column", "b"),
                check("expect_column_mean_to_be_between", "column", "c", "min_value", 0, "max_value", 4),
                check("expect_table_row_count_to_be_between", "min_value", 2));

        assertThat(outcomes(byDay, DAYS.get(0)))
                .extracting(CheckOutcome::evaluated)
                .containsExactly(3L, 2L, 3L);
        assertThat(outcomes(byDay, DAYS.get(1)))
                .extracting(CheckOutcome::evaluated)
                .containsExactly(2L, 2L, 2L);
        assertThat(asked).isEmpty();
        assertThat(session.queries).hasSize(1);
    }

    @Test
    void comesToWhatEachDayAloneComesTo() {
        given("t, a, b, c", ROWS);
        CheckSpec[] checks = {
            check("expect_column_values_to_not_be_null", "column", "a"),
            check("expect_column_values_to_be_between", "column", "a", "min_value", 0),
            check("expect_column_values_to_be_between", "column", "a", "min_value", 0, "mostly", 0.5),
            check("expect_column_values_to_match_regex", "column", "b", "regex", "^[xy]$"),
            check("expect_column_values_to_be_in_set", "column", "b", "value_set", List.of("x", "y")),
            check("expect_column_values_to_be_unique", "column", "b"),
            check("expect_column_distinct_values_to_contain_set", "column", "b", "value_set", List.of("x")),
            check("expect_column_median_to_be_between", "column", "c", "min_value", 0, "max_value", 2),
            check("expect_column_mean_to_be_between", "column", "c", "max_value", 2),
            check("expect_column_sum_to_be_between", "column", "a", "min_value", 0),
            check("expect_column_max_to_be_between", "column", "c", "max_value", 2),
            check("expect_column_stdev_to_be_between", "column", "c", "max_value", 2),
            check("expect_column_unique_value_count_to_be_between", "column", "b", "min_value", 2),
            check("expect_column_values_to_be_of_type", "column", "b", "type_", "string"),
            check("expect_column_to_exist", "column", "nowhere"),
            check("expect_column_mean_to_be_between", "column", "nowhere"),
            check("expect_table_row_count_to_equal", "value", 3),
            check(
                    "expect_column_values_to_not_be_null",
                    "column",
                    "c",
                    "row_condition",
                    "col(\"b\") == \"x\"",
                    "condition_parser",
                    "great_expectations")
        };

        ChecksByDay byDay = byDay(checks);

        for (LocalDate day : DAYS) {
            List<CheckOutcome> alone = Checks.evaluate(session, alone(day), schema(), List.of(checks));
            assertThat(alone).extracting(CheckOutcome::success).contains(false);
            assertThat(outcomes(byDay, day)).isEqualTo(alone);
        }
    }

    @Test
    void looksAtDaysOneByOneIfTheyCannotBeMeasuredTogether() {
        given("t, a, b, c", ROWS);

        ChecksByDay byDay = byDay(check("expect_column_values_to_match_regex", "column", "b", "regex", "("));

        assertThat(outcomes(byDay, DAYS.get(0)).get(0).reason()).startsWith("Cannot evaluate:");
        assertThat(asked).hasSize(1);
    }

    private ChecksByDay byDay(CheckSpec... checks) {
        return ChecksByDay.measure(session, "t", schema(), List.of(checks), "t");
    }

    private List<CheckOutcome> outcomes(ChecksByDay byDay, LocalDate day) {
        return byDay.of(day, () -> {
            asked.add(day.toString());
            return alone(day);
        });
    }

    private String alone(LocalDate day) {
        Schema all = session.table("alone", "SELECT * FROM t WHERE CAST(t AS DATE) = DATE '" + day + "'");
        assertThat(all).isEqualTo(schema());
        return "alone";
    }
}
