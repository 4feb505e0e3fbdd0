package dev.daybreak.ingestion.stage;

import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.ListOf;
import dev.daybreak.project.schema.DataType.MapOf;
import dev.daybreak.project.schema.DataType.Struct;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** An expression of the embedded engine that changes some values within lists, maps and structs, and leaves the rest. */
public final class NestedSql {
    private final Leaf leaf;
    private int depth;

    /** Says how a value without parts is changed. */
    @FunctionalInterface
    public interface Leaf {
        /** The changed value, out of SQL for the value; empty if values of the type stay. */
        Optional<String> changed(DataType type, String value);
    }

    private NestedSql(Leaf leaf) {
        this.leaf = leaf;
    }

    /** The changed value, out of SQL for one of the type; empty if all of it stays. Keys of maps stay. */
    public static Optional<String> changed(DataType type, String value, Leaf leaf) {
        return new NestedSql(leaf).changed(type, value);
    }

    private Optional<String> changed(DataType type, String value) {
        if (type instanceof ListOf list) {
            String element = "e" + depth++;
            return changed(list.element(), element)
                    .map(changed -> "list_transform(" + value + ", lambda " + element + ": " + changed + ")");
        } else if (type instanceof MapOf map) {
            String entry = "e" + depth++;
            return changed(map.value(), entry + ".value")
                    .map(changed -> "map_from_entries(list_transform(map_entries(" + value + "), lambda " + entry
                            + ": struct_pack(k := " + entry + ".key, v := " + changed + ")))");
        } else if (type instanceof Struct struct) {
            return ofStruct(struct.fields(), value);
        }
        return leaf.changed(type, value);
    }

    private Optional<String> ofStruct(List<Column> fields, String value) {
        boolean stays =
                fields.stream().allMatch(field -> changed(field.type(), "x").isEmpty());
        return stays
                ? Optional.empty()
                : Optional.of(fields.stream()
                        .map(field -> {
                            String part = "struct_extract(" + value + ", " + Sql.text(field.name()) + ")";
                            return Sql.name(field.name()) + " := "
                                    + changed(field.type(), part).orElse(part);
                        })
                        .collect(Collectors.joining(
                                ", ", "CASE WHEN " + value + " IS NOT NULL THEN struct_pack(", ") END")));
    }
}
