package dev.daybreak.project.unittest;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Rows that are given to a SQL table in place of what its inputs hold, and what must come of them.
 *
 * @param name unique in the project: the file's name without its ending, and after a slash the test's own where a file has several
 * @param interval what is computed: {@link DataInterval#ALL} for a table of one partition, else a span of whole partitions
 * @param given by input; an input that is not here has no rows
 */
public record UnitTest(
        String name,
        Place place,
        AssetKey asset,
        DataInterval interval,
        Map<AssetKey, Given> given,
        Expected expected) {
    public UnitTest {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(asset, "asset");
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(expected, "expected");
        given = Map.copyOf(given);
    }

    /**
     * The rows of an input.
     *
     * @param schema its columns, all of which may be null
     * @param rows values in the order of the columns, as {@link CellValue} makes them
     */
    public record Given(Schema schema, List<List<Object>> rows) {
        public Given {
            Objects.requireNonNull(schema, "schema");
            List<List<Object>> copies = new ArrayList<>();
            rows.forEach(row -> copies.add(Collections.unmodifiableList(new ArrayList<>(row))));
            rows = List.copyOf(copies);
        }
    }

    /**
     * What must come of it; at least one of rows, error and failing checks.
     *
     * @param rows all that are yielded, in any order
     * @param columns that are compared; empty: all that the table has
     * @param key columns by which rows that differ are found to be the same; empty: the most similar are
     * @param types of columns of the table, by name as written
     * @param error a part of the message with which it must fail
     * @param failedChecks the names of the table's expectations that must fail, and no others may; empty if checks are not looked at
     */
    public record Expected(
            Optional<ExpectedRows> rows,
            List<String> columns,
            List<String> key,
            Map<String, DataType> types,
            Optional<String> error,
            Optional<SortedSet<String>> failedChecks) {
        public Expected {
            Objects.requireNonNull(rows, "rows");
            Objects.requireNonNull(error, "error");
            columns = List.copyOf(columns);
            key = List.copyOf(key);
            types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
            failedChecks = failedChecks.map(names -> Collections.unmodifiableSortedSet(new TreeSet<>(names)));
        }
    }

    /** Rows as they are written; their types are those that the table turns out to have. */
    public record ExpectedRows(List<WrittenRow> rows, Place place) {
        public ExpectedRows {
            Objects.requireNonNull(place, "place");
            rows = List.copyOf(rows);
        }
    }
}
