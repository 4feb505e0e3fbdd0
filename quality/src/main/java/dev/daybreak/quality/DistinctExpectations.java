package dev.daybreak.quality;

import dev.daybreak.engine.Rows;
import dev.daybreak.project.schema.DataType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Expectations on the set of values that occur, nulls left out. Up to 1000 of them are observed, all are judged. */
final class DistinctExpectations {
    private static final int OBSERVED = 1000;
    private static final Parameter COLUMN = Parameter.required("column", ParameterKind.COLUMN);
    private static final Parameter VALUE_SET = Parameter.optional("value_set", ParameterKind.VALUES);

    static final List<Expectation> ALL = List.of(
            distinct("expect_column_distinct_values_to_be_in_set", true, false),
            distinct("expect_column_distinct_values_to_contain_set", false, true),
            distinct("expect_column_distinct_values_to_equal_set", true, true),
            Expectation.of(
                    "expect_column_most_common_value_to_be_in_set",
                    DistinctExpectations::mostCommon,
                    COLUMN,
                    VALUE_SET,
                    Parameter.optional("ties_okay", ParameterKind.FLAG)));

    private DistinctExpectations() {}

    /**
     * @param inside whether all values that occur must be in the set
     * @param contains whether all of the set must occur
     */
    private static Expectation distinct(String name, boolean inside, boolean contains) {
        return Expectation.of(
                name,
                (subject, arguments) -> {
                    Field field = subject.field(arguments.text("column"));
                    Optional<Collection<?>> set = arguments.list("value_set");
                    String isMember = set.map(values -> Literal.in(field.sql(), values, field.type()))
                            .orElse("TRUE");
                    String sql =
                            "SELECT " + field.sql() + ", " + isMember + ", COUNT(*) FROM " + subject.from() + " WHERE "
                                    + subject.where() + " AND " + field.sql() + " IS NOT NULL GROUP BY " + field.sql()
                                    + " ORDER BY "
                                    + field.sql();
                    long wanted = contains && set.isPresent() ? size(set.get(), field.type()) : 0;
                    return new Measurement.Listing(sql, rows -> judge(rows, inside, wanted, set.orElse(List.of())));
                },
                COLUMN,
                VALUE_SET);
    }

    /** How many different values a set holds; one that the column cannot hold counts, since it will be missed. */
    private static long size(Collection<?> set, DataType type) {
        Set<Object> different = new HashSet<>();
        for (Object value : set) {
            if (value instanceof Number number && type.isNumeric()) {
                different.add(new BigDecimal(number.toString()).stripTrailingZeros());
            } else if (value != null) {
                different.add(Literal.find(value, type).orElse(value.toString()));
            }
        }
        return different.size();
    }

    private static Finding judge(Rows rows, boolean inside, long wanted, Collection<?> set) {
        List<Object> observed = new ArrayList<>();
        List<Object> outside = new ArrayList<>();
        long members = 0;
        long evaluated = 0;
        while (rows.next()) {
            Object value = rows.value(0);
            evaluated += ((Number) rows.value(2)).longValue();
            boolean member = Boolean.TRUE.equals(rows.value(1));
            members += member ? 1 : 0;
            keep(observed, value);
            if (!member) {
                keep(outside, value);
            }
        }
        boolean success = (!inside || outside.isEmpty()) && members >= wanted;
        String reason = inside && !outside.isEmpty()
                ? "values outside the set occur: " + Words.list(outside)
                : "only " + members + " of these values occur: " + Words.list(set);
        return Finding.of(Verdict.on(observed, evaluated, success, reason));
    }

    private static void keep(List<Object> values, Object value) {
        if (values.size() < OBSERVED) {
            values.add(value);
        }
    }

    private static Measurement mostCommon(Subject subject, Arguments arguments) {
        Field field = subject.field(arguments.text("column"));
        Optional<Collection<?>> set = arguments.list("value_set");
        String isMember =
                set.map(values -> Literal.in(field.sql(), values, field.type())).orElse("TRUE");
        String counted = "SELECT " + field.sql() + ", COUNT(*) AS daybreak_rows FROM " + subject.from() + " WHERE "
                + subject.where() + " AND " + field.sql() + " IS NOT NULL GROUP BY " + field.sql();
        String sql = "SELECT " + field.sql() + ", " + isMember
                + " FROM (SELECT *, MAX(daybreak_rows) OVER () AS daybreak_most" + " FROM (" + counted
                + ") AS c) AS m WHERE daybreak_rows = daybreak_most ORDER BY " + field.sql();
        boolean tiesOkay = arguments.flag("ties_okay");
        return new Measurement.Listing(sql, rows -> judgeMostCommon(rows, tiesOkay, set.orElse(List.of())));
    }

    private static Finding judgeMostCommon(Rows rows, boolean tiesOkay, Collection<?> set) {
        List<Object> observed = new ArrayList<>();
        long ties = 0;
        long members = 0;
        while (rows.next()) {
            ties++;
            keep(observed, rows.value(0));
            members += Boolean.TRUE.equals(rows.value(1)) ? 1 : 0;
        }
        boolean success = tiesOkay ? members > 0 : ties == 1 && members == 1;
        String reason = ties == 0
                ? "Cannot evaluate: there is no value"
                : "the most common value is " + Words.list(observed) + ", must be " + (tiesOkay ? "" : "alone and ")
                        + "one of " + Words.list(set);
        return Finding.of(Verdict.on(observed, 0, success, reason));
    }
}
