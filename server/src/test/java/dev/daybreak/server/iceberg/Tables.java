package dev.daybreak.server.iceberg;

import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;

/** Tables of tests, and files of rows that nobody reads. */
final class Tables {
    static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));
    static final TableIdentifier ORDERS = TableIdentifier.of("sales", "orders");
    static final TableIdentifier REFUNDS = TableIdentifier.of("sales", "refunds");
    /** Makes {@link #ORDERS}. */
    static final String CREATION =
            """
            {"name": "orders", "schema": {"type": "struct", "schema-id": 0, "fields":
              [{"id": 1, "name": "id", "type": "long", "required": true}]}}
            """;

    private Tables() {}

    static DataFile file(Table table) {
        return DataFiles.builder(table.spec())
                .withPath(table.location() + "/data/" + UUID.randomUUID() + ".parquet")
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(1000)
                .withRecordCount(1)
                .build();
    }

    static void append(Table table) {
        table.newAppend().appendFile(file(table)).commit();
    }

    /** A commit that sets a property, whatever else has been committed. */
    static String settingProperty(String name, String value) {
        return """
               {"requirements": [], "updates": [{"action": "set-properties", "updates": {"%s": "%s"}}]}
               """
                .formatted(name, value);
    }
}
