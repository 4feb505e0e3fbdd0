package dev.daybreak.engine.duckdb;

import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WriteSpec.FieldId;
import dev.daybreak.project.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A write as a COPY of DuckDB. Rows are cast to the contract, split by columns that are derived beside the real ones and
 * left out of the files, and go to flat files named after the attempt.
 */
final class CopySql {
    /** Starts the name of every derived column. */
    static final String PART = "daybreak_part_";
    /** Starts the error that a null in a required column raises; the column's name and a colon follow. */
    static final String NULL_IN = "daybreak_null_in:";

    /** A file is closed when it has grown to this; a table format reads a few large files best. */
    private static final String FILE_BYTES = "512MiB";

    private final WriteSpec spec;
    private final List<PartitionColumn> partition;

    CopySql(WriteSpec spec) {
        this.spec = spec;
        this.partition = PartitionColumn.of(spec);
    }

    List<PartitionColumn> partition() {
        return partition;
    }

    /** The text before the author's query. */
    String before() {
        StringBuilder sql = new StringBuilder("COPY (SELECT *");
        for (int i = 0; i < partition.size(); i++) {
            sql.append(", ")
                    .append(partition.get(i).expression())
                    .append(" AS ")
                    .append(PART)
                    .append(i);
        }
        String columns = spec.schema().columns().stream().map(CopySql::cast).collect(Collectors.joining(", "));
        return sql.append(" FROM (SELECT ").append(columns).append(" FROM (\n").toString();
    }

    /** The text after it. */
    String after() {
        List<String> options = new ArrayList<>(List.of("FORMAT parquet", "COMPRESSION zstd", "RETURN_STATS true"));
        options.add("FILENAME_PATTERN " + Sql.text(spec.prefix() + "_{uuid}"));
        options.add("FILE_SIZE_BYTES '" + FILE_BYTES + "'");
        options.add("APPEND true");
        options.add("FIELD_IDS " + fieldIds());
        if (!partition.isEmpty()) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < partition.size(); i++) {
                names.add(PART + i);
            }
            options.add("PARTITION_BY (" + String.join(", ", names) + ")");
            options.add("HIVE_FILE_PATTERN false");
        }
        return "\n) AS q)) TO " + Sql.text(spec.folder().toString()) + " (" + String.join(", ", options) + ")";
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
