package dev.daybreak.lake;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Conversions;

/** Which rows a publish takes out, and whether the rows that it puts in lie where those lay. */
final class Replacement {
    private static final int LISTED = 5;
    private final AssetKey key;
    private final List<DataInterval> intervals;
    private final ZoneId zone;
    private final Optional<TimeColumn> time;

    /** @param intervals not empty; neighbours are merged, so that a long backfill makes a short filter */
    Replacement(AssetKey key, Table table, List<DataInterval> intervals, ZoneId zone) {
        this.key = key;
        this.intervals = merged(intervals);
        this.zone = zone;
        this.time = isEverything()
                ? Optional.empty()
                : Optional.of(TimeColumn.of(table.spec())
                        .orElseThrow(() -> new IllegalArgumentException("intervals " + this.intervals
                                + " were to be replaced, but the table has no time column")));
    }

    private boolean isEverything() {
        return intervals.contains(DataInterval.ALL);
    }

    static List<DataInterval> merged(List<DataInterval> intervals) {
        List<DataInterval> merged = new ArrayList<>();
        for (DataInterval interval : new TreeSet<>(intervals)) {
            DataInterval last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && !interval.start().isAfter(last.end())) {
                merged.set(merged.size() - 1, last.span(interval));
            } else {
                merged.add(interval);
            }
        }
        return merged;
    }

    Expression filter() {
        return time.isPresent() ? time.get().rows(intervals, zone) : Expressions.alwaysTrue();
    }

    /** @throws DaybreakException {@code CHECK_FAILED} if a file holds rows outside of the intervals */
    void refuseOutside(List<DataFile> files) {
        if (time.isEmpty()) {
            return;
        }
        TimeColumn column = time.get();
        TreeSet<String> outside = new TreeSet<>();
        for (DataFile file : files) {
            if (!isInside(file, column)) {
                outside.add(column.showPartition(Partitioning.ordinal(column, file.partition())));
            }
        }
        if (!outside.isEmpty()) {
            String some = outside.stream().limit(LISTED).collect(Collectors.joining(", "))
                    + (outside.size() > LISTED ? " and " + (outside.size() - LISTED) + " more" : "");
            throw new DaybreakException(
                    ErrorCode.CHECK_FAILED,
                    "Cannot publish to table '" + key + "': it has rows whose '" + column.name()
                            + "' lies in " + some + ", outside of what was to be computed, "
                            + intervals.stream().map(DataInterval::toString).collect(Collectors.joining(", "))
                            + "; nothing was changed",
                    "Filter by '" + column.name() + "' in its SELECT: at or after :start and before :end.");
        }
    }

    /** By the file's own smallest and largest value, since a partition in UTC need not be one in the project's zone. */
    private boolean isInside(DataFile file, TimeColumn column) {
        Integer ordinal = Partitioning.ordinal(column, file.partition());
        if (ordinal == null) {
            return false;
        }
        Optional<Long> lowest = value(file.lowerBounds(), column);
        Optional<Long> highest = value(file.upperBounds(), column);
        if (lowest.isEmpty() || highest.isEmpty()) {
            DataInterval partition = column.interval(ordinal, zone);
            return intervals.stream().anyMatch(interval -> interval.contains(partition));
        }
        return intervals.stream()
                .anyMatch(interval -> column.bound(interval.start(), zone) <= lowest.get()
                        && highest.get() < column.bound(interval.end(), zone));
    }

    private static Optional<Long> value(Map<Integer, ByteBuffer> bounds, TimeColumn column) {
        ByteBuffer bytes = bounds == null ? null : bounds.get(column.fieldId());
        if (bytes == null) {
            return Optional.empty();
        }
        Number value = Conversions.fromByteBuffer(column.type(), bytes);
        return Optional.of(value.longValue());
    }

    /** Says what it means when Iceberg finds a file of which only a part is to be replaced. */
    static RuntimeException explain(RuntimeException failure, AssetKey table) {
        boolean isPartOfFile = failure instanceof ValidationException
                && String.valueOf(failure.getMessage())
                        .contains("Cannot delete file where some, but not all, rows match");
        if (!isPartOfFile) {
            return failure;
        }
        return new DaybreakException(
                ErrorCode.INVALID_PROJECT,
                "Cannot publish to table '" + table + "': a file that is there holds rows of the interval and others. "
                        + failure.getMessage() + "; nothing was changed",
                "Run the neighbouring intervals together with it; or drop the table and run its asset anew, if how it is"
                        + " partitioned was changed.",
                failure);
    }
}
