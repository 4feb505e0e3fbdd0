package dev.daybreak.engine.duckdb;

import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WriteSpec.FieldId;
import dev.daybreak.engine.duckdb.Call.Text;
import dev.daybreak.project.asset.RowOrder;
import dev.daybreak.project.asset.RowOrder.ZOrdered;
import dev.daybreak.project.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A write as a COPY of DuckDB. Rows are cast to the contract, split by columns that are derived beside the real ones and
 * left out of the files, and go to flat files named after the attempt. Rows that are to lie in an order are always split, if only into one part: DuckDB
 * sorts each part as a whole, and everything else only as much as a thread holds.
 */
final class CopySql {
    /** Starts the name of every derived column. */
    static final String PART = "daybreak_part_";
    /** Starts the error that a null in a required column raises; the column's name and a colon follow. */
    static final String NULL_IN = "daybreak_null_in:";

    /** A file is closed when it has grown to this; a table format reads a few large files best. */
    private static final String FILE_BYTES = "512MiB";

    /** DuckDB's own; so many rows have one dictionary for each column. */
    private static final int ROW_GROUP_ROWS = 122_880;

    private static final int MOST_DICTIONARY_BYTES = 64 << 20;
    private static final String AFTER_ROWS = "\n) AS q";

    private final WriteSpec spec;
    private final List<PartitionColumn> partition;
    private final List<String> parts = new ArrayList<>();
    private final List<String> order;

    CopySql(WriteSpec spec) {
        this.spec = spec;
        this.partition = PartitionColumn.of(spec);
        partition.forEach(column -> parts.add(column.expression()));
        this.order = spec.layout().order().map(CopySql::order).orElse(List.of());
        if (parts.isEmpty() && !order.isEmpty()) {
            parts.add(
                    spec.ranges() == 1
                            ? "0"
                            : "ntile(" + spec.ranges() + ") OVER (ORDER BY " + String.join(", ", order) + ")");
        }
    }

    /**
     * What the session must be told before writes with or without an order. DuckDB sorts and closes the files of a part whenever a thread has so
     * many rows of it; rows in order wait for all, in the spill folder if need be.
     */
    static String setting(boolean isOrdered) {
        return isOrdered
                ? "SET SESSION partitioned_write_flush_threshold = " + Long.MAX_VALUE
                : "RESET SESSION partitioned_write_flush_threshold";
    }

    List<PartitionColumn> partition() {
        return partition;
    }

    /** The text before the author's query. */
    String before() {
        StringBuilder sql = new StringBuilder("COPY (SELECT *");
        for (int i = 0; i < parts.size(); i++) {
            sql.append(", ").append(parts.get(i)).append(" AS ").append(PART).append(i);
        }
        return sql.append(" FROM (").append(beforeRows()).toString();
    }

    /** What stands around the author's query to make the rows that are written of it. */
    Text rows(String query) {
        return new Text(beforeRows(), query, AFTER_ROWS);
    }

    private String beforeRows() {
        String columns = spec.schema().columns().stream().map(CopySql::cast).collect(Collectors.joining(", "));
        return "SELECT " + columns + " FROM (\n";
    }

    private static List<String> order(RowOrder order) {
        List<String> terms = new ArrayList<>();
        if (order instanceof ZOrdered curve) {
            terms.add(new ZCurve(curve).expression());
        }
        order.columns().forEach(column -> terms.add(Sql.name(column) + " ASC NULLS FIRST"));
        return terms;
    }

    /** The text after it. */
    String after() {
        List<String> options = new ArrayList<>(List.of("FORMAT parquet", "COMPRESSION zstd", "RETURN_STATS true"));
        options.add("FILENAME_PATTERN " + Sql.text(spec.prefix() + "_{uuid}"));
        options.add("FILE_SIZE_BYTES '" + FILE_BYTES + "'");
        options.add("APPEND true");
        options.add("FIELD_IDS " + fieldIds());
        if (!spec.layout().bloom().isEmpty()) {
            // A Bloom filter comes with a dictionary only, and which columns have one is decided by how many values
            // it may have.
            options.add("DICTIONARY_SIZE_LIMIT " + ROW_GROUP_ROWS);
            options.add("STRING_DICTIONARY_PAGE_SIZE_LIMIT " + MOST_DICTIONARY_BYTES);
        }
        if (!order.isEmpty()) {
            options.add("ORDER_BY (" + String.join(", ", order) + ")");
        }
        if (!parts.isEmpty()) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                names.add(PART + i);
            }
            options.add("PARTITION_BY (" + String.join(", ", names) + ")");
            options.add("HIVE_FILE_PATTERN false");
        }
        return AFTER_ROWS + ")) TO " + Sql.text(spec.folder().toString()) + " (" + String.join(", ", options) + ")";
    }

    private static String cast(Column column) {
        String name = Sql.name(column.name());
        String value = "q." + name;
        if (column.required()) {
            value = "CASE WHEN " + value + " IS NULL THEN error(" + Sql.text(NULL_IN + column.name() + ":") + ") ELSE "
                    + value + " END";
        }
        return "CAST(" + value + " AS " + DuckDbTypes.text(column.type()) + ") AS " + name;
    }

    private String fieldIds() {
        List<Column> columns = spec.schema().columns();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            ids.add(fieldId(columns.get(i).name(), spec.fieldIds().get(i)));
        }
        return "{" + String.join(", ", ids) + "}";
    }

    private static String fieldId(String name, FieldId id) {
        if (id.children().isEmpty()) {
            return Sql.name(name) + ": " + id.id();
        }
        String children = id.children().stream()
                .map(child -> fieldId(child.name(), child))
                .collect(Collectors.joining(", "));
        return Sql.name(name) + ": {__duckdb_field_id: " + id.id() + ", " + children + "}";
    }
}
