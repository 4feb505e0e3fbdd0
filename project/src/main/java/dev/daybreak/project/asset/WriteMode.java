package dev.daybreak.project.asset;

import dev.daybreak.project.problem.Place;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What becomes of a table's rows when the rows of one data interval are published. */
public sealed interface WriteMode {
    /** The column that tells in which data interval a row came, where the SELECT says nothing of it. */
    String INTERVAL_START = "_interval_start";

    /** The name that {@code write:} takes. */
    String word();

    /** Whether the outcome depends on which intervals came before, so that they are done in order. */
    default boolean isInOrder() {
        return false;
    }

    /**
     * Columns that the table has besides those of its SELECT.
     *
     * @param isCut whether the table is cut along time
     * @param yielded columns of the SELECT as far as they are known
     */
    default List<Column> added(boolean isCut, List<Column> yielded) {
        return List.of();
    }

    /** The columns of the SELECT with those that are added. */
    default Schema with(boolean isCut, Schema yielded) {
        List<Column> columns = new ArrayList<>(yielded.columns());
        columns.addAll(added(isCut, yielded.columns()));
        return new Schema(columns);
    }

    /** A canonical text of what decides the rows. */
    String text();

    /** A condition in SQL on a row of {@code batch}, what the SELECT yields, and one of {@code target}, what the table has. */
    record Condition(String sql, Place place) {
        public Condition {
            Objects.requireNonNull(sql, "sql");
            Objects.requireNonNull(place, "place");
        }
    }

    /** The rows of an interval lie in that interval, and are replaced together. */
    record Overwrite() implements WriteMode {
        @Override
        public String word() {
            return "overwrite";
        }

        @Override
        public String text() {
            return "";
        }
    }

    /** Rows are added to those of other intervals, whatever time they are of; an interval replaces what it added before. */
    record Append() implements WriteMode {
        @Override
        public String word() {
            return "append";
        }

        @Override
        public List<Column> added(boolean isCut, List<Column> yielded) {
            return List.of(Column.of(INTERVAL_START, Primitive.TIMESTAMPTZ));
        }

        @Override
        public String text() {
            return word();
        }
    }

    /** The rows of an interval are the full state at its end, kept beside those of other intervals. */
    record Snapshot() implements WriteMode {
        @Override
        public String word() {
            return "snapshot";
        }

        @Override
        public List<Column> added(boolean isCut, List<Column> yielded) {
            return isCut ? List.of(Column.of(INTERVAL_START, Primitive.TIMESTAMPTZ)) : List.of();
        }

        @Override
        public String text() {
            return word();
        }
    }

    /**
     * One row for each key: rows of an interval replace those with the same key.
     *
     * @param key at least one column
     * @param orderBy of rows of one interval with the same key, the one with the greatest value counts, and none replaces one with a
     *     greater value; empty: each key comes once
     * @param place where the mode is declared
     */
    record Merge(
            List<String> key,
            Optional<String> orderBy,
            Optional<Condition> updateWhen,
            Optional<Condition> insertWhen,
            Optional<Condition> deleteWhen,
            Place place)
            implements WriteMode {
        public Merge {
            key = List.copyOf(key);
            Objects.requireNonNull(orderBy, "orderBy");
            Objects.requireNonNull(updateWhen, "updateWhen");
            Objects.requireNonNull(insertWhen, "insertWhen");
            Objects.requireNonNull(deleteWhen, "deleteWhen");
            Objects.requireNonNull(place, "place");
        }

        @Override
        public String word() {
            return "merge";
        }

        @Override
        public boolean isInOrder() {
            return true;
        }

        @Override
        public String text() {
            return "merge by " + key + orderBy.map(column -> " order " + column).orElse("")
                    + updateWhen.map(condition -> " update " + condition.sql()).orElse("")
                    + insertWhen.map(condition -> " insert " + condition.sql()).orElse("")
                    + deleteWhen.map(condition -> " delete " + condition.sql()).orElse("");
        }
    }

    /**
     * Versions of each key's row, each with the time from which and until which it held.
     *
     * @param key at least one column
     * @param track columns of which a change makes a version; empty: all that are neither key nor time
     * @param time when a row became so; empty: at the interval's start
     * @param deleteWhen when a row says that its key is there no more; names columns of the row only
     * @param place where the mode is declared
     */
    record Scd2(
            List<String> key, List<String> track, Optional<String> time, Optional<Condition> deleteWhen, Place place)
            implements WriteMode {
        /** From when a version held. */
        public static final String VALID_FROM = "valid_from";
        /** Until when, exclusive; null for the current one. */
        public static final String VALID_TO = "valid_to";

        public static final String IS_CURRENT = "is_current";

        public Scd2 {
            key = List.copyOf(key);
            track = List.copyOf(track);
            Objects.requireNonNull(time, "time");
            Objects.requireNonNull(deleteWhen, "deleteWhen");
            Objects.requireNonNull(place, "place");
        }

        @Override
        public String word() {
            return "scd2";
        }

        @Override
        public boolean isInOrder() {
            return true;
        }

        @Override
        public List<Column> added(boolean isCut, List<Column> yielded) {
            Optional<Column> column = time.flatMap(name -> yielded.stream()
                    .filter(candidate -> candidate.name().equalsIgnoreCase(name))
                    .findFirst());
            var type = column.map(Column::type).orElse(Primitive.TIMESTAMPTZ);
            return List.of(
                    Column.of(VALID_FROM, type), Column.of(VALID_TO, type), Column.of(IS_CURRENT, Primitive.BOOLEAN));
        }

        @Override
        public String text() {
            return "scd2 by " + key + " track " + track
                    + time.map(column -> " time " + column).orElse("")
                    + deleteWhen.map(condition -> " delete " + condition.sql()).orElse("");
        }
    }
}
