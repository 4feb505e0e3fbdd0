package dev.daybreak.engine;

import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Rows that lie in Parquet files of a table's snapshot.
 *
 * @param schema what readers see; columns are found in the files by field id, those a file has not are null; fields inside a struct
 *     are found by name
 * @param fieldIds the field id of each column of {@code schema}, in order (top-level; nested ids are in {@code nestedIds} of the table)
 * @param files may be empty: the relation then has no rows
 * @param filter only rows whose column lies in the interval; empty: all rows
 * @param origin the snapshot that the rows are of, for engines that read Iceberg tables themselves: all its rows that pass the filter
 *     are those of the files. Empty if the files are no table's
 */
public record Relation(
        Schema schema,
        List<Integer> fieldIds,
        List<DataFile> files,
        Optional<TimeFilter> filter,
        Optional<Origin> origin) {
    public Relation {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(origin, "origin");
        fieldIds = List.copyOf(fieldIds);
        files = List.copyOf(files);
        if (fieldIds.size() != schema.columns().size()) {
            throw new IllegalArgumentException("Invalid relation: " + fieldIds.size() + " field ids for "
                    + schema.columns().size() + " columns");
        }
    }

    /** Files that are no table's. */
    public Relation(Schema schema, List<Integer> fieldIds, List<DataFile> files, Optional<TimeFilter> filter) {
        this(schema, fieldIds, files, filter, Optional.empty());
    }

    /** Of its rows those in another interval, by the column of its filter; the same if it has none. */
    public Relation within(DataInterval interval) {
        return new Relation(
                schema, fieldIds, files, filter.map(time -> new TimeFilter(time.column(), interval)), origin);
    }

    /**
     * A snapshot of an Iceberg table.
     *
     * @param metadata a metadata file of the table, which may be removed when the table has changed many times
     * @param snapshot its id; the metadata file knows it
     * @param schema the id of the schema in which it is read
     */
    public record Origin(Path metadata, long snapshot, int schema) {
        public Origin {
            Objects.requireNonNull(metadata, "metadata");
        }
    }

    /** Where a column stands in the schema, whatever the case of its letters. */
    public int indexOf(String column) {
        for (int i = 0; i < schema.columns().size(); i++) {
            if (schema.columns().get(i).name().equalsIgnoreCase(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                "Invalid relation: it needs column '" + column + "', which is not one of " + schema.names());
    }

    /** Paths of the equality deletes among some, by the columns that they compare: where these stand in the schema, in order. */
    public Map<List<Integer>, List<String>> equalityDeletes(List<DeleteFile> deletes) {
        Map<List<Integer>, List<String>> byColumns = new LinkedHashMap<>();
        for (DeleteFile delete : deletes) {
            if (delete instanceof EqualityDeletes equality) {
                List<Integer> indexes =
                        equality.columns().stream().map(this::indexOf).sorted().toList();
                byColumns.computeIfAbsent(indexes, key -> new ArrayList<>()).add(delete.path());
            }
        }
        return byColumns;
    }

    /**
     * A Parquet file with the deletes that apply to it.
     *
     * @param path a local path
     * @param rows as its footer says, before deletes
     */
    public record DataFile(String path, long rows, List<DeleteFile> deletes) {
        public DataFile {
            deletes = List.copyOf(deletes);
        }
    }

    /** Rows that another writer took out of data files. */
    public sealed interface DeleteFile {
        String path();
    }

    /**
     * A Parquet file with columns {@code file_path} and {@code pos} (0 is the file's first row). The path is that of the
     * {@link DataFile}, or its {@code file:} URI.
     *
     * @param copies how files are called there of which data files are copies; a data file that none fits is none
     */
    public record PositionDeletes(String path, List<Copies> copies) implements DeleteFile {
        public PositionDeletes {
            copies = List.copyOf(copies);
        }

        /** Of files that are no copies. */
        public PositionDeletes(String path) {
            this(path, List.of());
        }
    }

    /**
     * Local copies of files that lie elsewhere: a copy's path is the file's name with another beginning.
     *
     * @param beginning of names, such as {@code s3://}
     * @param instead the beginning of paths
     */
    public record Copies(String beginning, String instead) {}

    /**
     * A Parquet file with rows of some columns of the relation's schema, found by field id; rows equal in all of them
     * (null equals null) are deleted.
     */
    public record EqualityDeletes(String path, List<String> columns) implements DeleteFile {
        public EqualityDeletes {
            columns = List.copyOf(columns);
        }
    }
}
