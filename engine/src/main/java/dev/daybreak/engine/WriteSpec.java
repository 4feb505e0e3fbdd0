package dev.daybreak.engine;

import dev.daybreak.project.asset.Clustering;
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
 * @param folder an existing local folder; files lie in it or in folders below, and files that are there remain
 * @param prefix file names start with it: the attempt's name
 */
public record WriteSpec(
        Schema schema,
        List<FieldId> fieldIds,
        Optional<TimeSplit> time,
        List<Clustering> clustering,
        Path folder,
        String prefix) {
    public WriteSpec {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(prefix, "prefix");
        fieldIds = List.copyOf(fieldIds);
        clustering = List.copyOf(clustering);
        if (fieldIds.size() != schema.columns().size()) {
            throw new IllegalArgumentException("Invalid write: " + fieldIds.size() + " field ids for "
                    + schema.columns().size() + " columns");
        }
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
