package dev.daybreak.quality;

import dev.daybreak.engine.Rows;
import java.util.List;
import java.util.Objects;

/** What has to be read from the data to judge one check. */
sealed interface Measurement {
    /** Nothing: the schema alone decides. */
    record Known(Verdict verdict) implements Measurement {}

    /**
     * Aggregates over a relation, in one row. Those of all checks over the same relation are computed in one pass.
     *
     * @param from what stands after FROM
     * @param expressions aggregate expressions without alias
     * @param judge gets their values in order
     * @param sample a query for rows that do not hold; empty if the measure is of the whole
     */
    record Aggregates(String from, List<String> expressions, Judge judge, String sample) implements Measurement {
        public Aggregates {
            expressions = List.copyOf(expressions);
            Objects.requireNonNull(sample, "sample");
        }

        Aggregates(String from, List<String> expressions, Judge judge) {
            this(from, expressions, judge, "");
        }
    }

    /** A query of its own whose rows are read one by one. */
    record Listing(String sql, Reader reader) implements Measurement {}

    /** Turns the values of aggregates into a verdict. */
    @FunctionalInterface
    interface Judge {
        Verdict judge(List<Object> values);
    }

    /** Reads all rows of a listing; the caller closes them. */
    @FunctionalInterface
    interface Reader {
        Finding read(Rows rows);
    }
}
