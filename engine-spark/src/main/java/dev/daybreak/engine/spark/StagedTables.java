package dev.daybreak.engine.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WriteSpec.FieldId;
import dev.daybreak.project.asset.Clustering;
import dev.daybreak.project.asset.Clustering.Bucket;
import dev.daybreak.project.asset.Clustering.Truncate;
import dev.daybreak.project.asset.RowOrder;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.ListOf;
import dev.daybreak.project.schema.DataType.MapOf;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.DataType.Struct;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Iceberg tables that live for one write each, in a folder. Spark's own writer of Parquet files puts no field ids on the parts of lists
 * and maps and knows no buckets of Iceberg's; Iceberg's writer does, if it is given a table. So the table's first metadata file is
 * written here, with the field ids and the split that are asked for (Iceberg's table specification, appendix C), and the server reads it
 * through a catalog that finds tables by their folders.
 */
final class StagedTables {
    private static final int FIRST_PARTITION_ID = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final IcebergFolder tables;

    StagedTables(IcebergFolder tables) {
        this.tables = tables;
    }

    /** Makes an empty table, for one write; its files go with its folder. */
    IcebergFolder.Entry create(WriteSpec spec) throws IOException {
        String name = "write_" + UUID.randomUUID().toString().replace("-", "");
        return tables.create(name, JSON.writeValueAsString(metadata(spec, tables.folder(name))));
    }

    private static ObjectNode metadata(WriteSpec spec, Path table) {
        ObjectNode json = JSON.createObjectNode();
        json.put("format-version", 2);
        json.put("table-uuid", UUID.randomUUID().toString());
        json.put("location", "file:" + table);
        json.put("last-sequence-number", 0);
        json.put("last-updated-ms", 0);
        json.put("last-column-id", largest(spec.fieldIds()));
        json.put("current-schema-id", 0);
        ObjectNode schema = struct(spec.schema().columns(), spec.fieldIds());
        schema.put("schema-id", 0);
        json.putArray("schemas").add(schema);
        ArrayNode split = split(spec);
        json.put("default-spec-id", 0);
        json.putArray("partition-specs").addObject().put("spec-id", 0).set("fields", split);
        json.put("last-partition-id", FIRST_PARTITION_ID + split.size() - 1);
        ArrayNode order = order(spec);
        int orderId = order.isEmpty() ? 0 : 1;
        json.put("default-sort-order-id", orderId);
        json.putArray("sort-orders").addObject().put("order-id", orderId).set("fields", order);
        ObjectNode properties = json.putObject("properties")
                .put("write.parquet.compression-codec", "zstd")
                .put("write.target-file-size-bytes", Long.toString(FileSizes.MOST))
                .put("write.metadata.metrics.default", "none");
        spec.layout()
                .bloom()
                .forEach(column -> properties.put(
                        "write.parquet.bloom-filter-enabled.column."
                                + spec.schema().find(column).orElseThrow().name(),
                        "true"));
        if (split.isEmpty()) {
            // Each task sorts what it writes; to sort all rows would compute the query twice.
            properties.put("write.distribution-mode", "none");
        } else {
            // Each part is written by one task, unless it is large: a task for each of many parts would leave many
            // small files.
            properties.put("write.distribution-mode", "hash");
            // Otherwise values that rows are split by would become names of folders, however long they are.
            properties
                    .put("write.object-storage.enabled", "true")
                    .put("write.object-storage.partitioned-paths", "false");
        }
        return json;
    }

    private static int largest(List<FieldId> ids) {
        return ids.stream()
                .mapToInt(id -> Math.max(id.id(), largest(id.children())))
                .max()
                .orElse(0);
    }

    private static ArrayNode split(WriteSpec spec) {
        ArrayNode fields = JSON.createArrayNode();
        spec.time()
                .ifPresent(time ->
                        add(fields, spec, time.column(), time.grain().name().toLowerCase(Locale.ROOT)));
        for (Clustering clustering : spec.clustering()) {
            add(fields, spec, clustering.column(), transform(clustering));
        }
        return fields;
    }

    private static String transform(Clustering clustering) {
        if (clustering instanceof Bucket bucket) {
            return "bucket[" + bucket.count() + "]";
        }
        return clustering instanceof Truncate truncate ? "truncate[" + truncate.width() + "]" : "identity";
    }

    private static void add(ArrayNode fields, WriteSpec spec, String column, String transform) {
        int id = FIRST_PARTITION_ID + fields.size();
        fields.addObject()
                .put("name", "daybreak_part_" + id)
                .put("transform", transform)
                .put("source-id", id(spec, column))
                .put("field-id", id);
    }

    private static int id(WriteSpec spec, String column) {
        List<String> names = spec.schema().names();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(column)) {
                return spec.fieldIds().get(i).id();
            }
        }
        throw new IllegalArgumentException(
                "Invalid write: it goes by '" + column + "', which is not one of the columns " + names);
    }

    private static ArrayNode order(WriteSpec spec) {
        ArrayNode fields = JSON.createArrayNode();
        for (String column : spec.layout().order().map(RowOrder::columns).orElse(List.of())) {
            fields.addObject()
                    .put("transform", "identity")
                    .put("source-id", id(spec, column))
                    .put("direction", "asc")
                    .put("null-order", "nulls-first");
        }
        return fields;
    }

    /** No field is required: nulls are refused by the query, which can say in which column. */
    private static ObjectNode struct(List<Column> columns, List<FieldId> ids) {
        ObjectNode json = JSON.createObjectNode().put("type", "struct");
        ArrayNode fields = json.putArray("fields");
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            ObjectNode field = fields.addObject()
                    .put("id", ids.get(i).id())
                    .put("name", column.name())
                    .put("required", false);
            putType(field, "type", column.type(), ids.get(i));
        }
        return json;
    }

    private static void putType(ObjectNode parent, String key, DataType type, FieldId id) {
        if (type instanceof Struct struct) {
            List<FieldId> children = struct.fields().stream()
                    .map(field -> child(id, field.name()))
                    .toList();
            parent.set(key, struct(struct.fields(), children));
        } else if (type instanceof ListOf list) {
            FieldId element = child(id, "element");
            ObjectNode json = parent.putObject(key)
                    .put("type", "list")
                    .put("element-id", element.id())
                    .put("element-required", false);
            putType(json, "element", list.element(), element);
        } else if (type instanceof MapOf map) {
            FieldId mapKey = child(id, "key");
            FieldId value = child(id, "value");
            ObjectNode json = parent.putObject(key)
                    .put("type", "map")
                    .put("key-id", mapKey.id())
                    .put("value-id", value.id())
                    .put("value-required", false);
            putType(json, "key", map.key(), mapKey);
            putType(json, "value", map.value(), value);
        } else {
            parent.put(key, type == Primitive.INT ? "int" : type.toString());
        }
    }

    private static FieldId child(FieldId parent, String name) {
        return parent.children().stream()
                .filter(child -> child.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Invalid write: '" + name + "' in '" + parent.name() + "' has no field id"));
    }
}
