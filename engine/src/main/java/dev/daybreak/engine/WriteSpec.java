package dev.daybreak.engine;

import dev.daybreak.project.asset.Clustering;
import dev.daybreak.project.asset.FileLayout;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Grain;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a query's rows become files.
 *
 * @param schema columns by name; the query's columns are matched by name whatever their order and letter case, and cast as SQL's
 *     CAST does (a fraction is rounded to fit an integer or a shorter decimal). A value that does not fit its type, a null in
 *     a required column, a column too many or too few fails the write
 * @param fieldIds written into the files: one per column, in order, with those of nested fields
 * @param time rows are split by this column, if given
 * @param clustering rows are split further; the bucket function is Iceberg's (murmur3, 32 bits)
 * @param layout how rows lie in each file. An order along a curve is for engines that are asked to rewrite what is there; others refuse it
 * @param ranges into how many files the order is cut, of about as many rows each, so that no two of them have the same stretch of it; 1 unless
 *     there is an order and nothing is split
 * @param folder an existing local folder; files lie in it or in folders below, and files that are there remain
 * @param prefix file names start with it: the attempt's name
 */
public record WriteSpec(
        Schema schema,
        List<FieldId> fieldIds,
        Optional<TimeSplit> time,
        List<Clustering> clustering,
        FileLayout layout,
        int ranges,
        Path folder,
        String prefix) {
    public WriteSpec {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(layout, "layout");
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(prefix, "prefix");
        fieldIds = List.copyOf(fieldIds);
        clustering = List.copyOf(clustering);
        if (fieldIds.size() != schema.columns().size()) {
            throw new IllegalArgumentException("Invalid write: " + fieldIds.size() + " field ids for "
                    + schema.columns().size() + " columns");
        }
        boolean isOneOrder = layout.order().isPresent() && time.isEmpty() && clustering.isEmpty();
        if (ranges < 1 || (ranges > 1 && !isOneOrder)) {
            throw new IllegalArgumentException(
                    "Invalid write: " + ranges + " ranges; more than 1 need an order and rows that are not split");
        }
    }

    /** Rows lie in files as they come. */
    public WriteSpec(
            Schema schema,
            List<FieldId> fieldIds,
            Optional<TimeSplit> time,
            List<Clustering> clustering,
            Path folder,
            String prefix) {
        this(schema, fieldIds, time, clustering, FileLayout.NONE, 1, folder, prefix);
    }

    /** The same with other names of files. */
    public WriteSpec withPrefix(String other) {
        return new WriteSpec(schema, fieldIds, time, clustering, layout, ranges, folder, other);
    }

    /** The same in another layout. */
    public WriteSpec in(FileLayout other) {
        return new WriteSpec(schema, fieldIds, time, clustering, other, ranges, folder, prefix);
    }

    /** The same for rows that are of one part already. */
    public WriteSpec unsplit() {
        return new WriteSpec(schema, fieldIds, Optional.empty(), List.of(), layout, ranges, folder, prefix);
    }

    /** The same with the order cut into so many files. */
    public WriteSpec inRanges(int count) {
        return new WriteSpec(schema, fieldIds, time, clustering, layout, count, folder, prefix);
    }

    /**
     * The id of a column or field with the ids of what lies in it: a struct's fields by name, a list's {@code element},
     * a map's {@code key} and {@code value}.
     */
    public record FieldId(String name, int id, List<FieldId> children) {
        public FieldId {
            children = List.copyOf(children);
        }
    }

    /**
     * Splits rows by hour, day or month of a column, as Iceberg's transforms of that name do (UTC for timestamptz).
     * Iceberg has no weeks: split by day instead.
     */
    public record TimeSplit(String column, Grain grain) {
        public TimeSplit {
            Objects.requireNonNull(column, "column");
            if (grain == Grain.WEEK) {
                throw new IllegalArgumentException(
                        "Invalid split by week of '" + column + "': permitted are hour, day and month");
            }
        }
    }
}
