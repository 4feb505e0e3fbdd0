package dev.daybreak.lake;

import dev.daybreak.formats.IcebergTypes;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.NestedField;

/**
 * What must change in a table's columns so that rows of a layout fit; nested fields too. Names match whatever their letter case. Columns keep
 * their field ids, so files that are there are read as before: one that the layout says had another name is renamed, and columns come to
 * stand in the layout's order, those that it has not behind them. Fields within structs are neither renamed nor moved: engines find them
 * by their names.
 */
final class SchemaChange {
    private final AssetKey table;
    private final List<Consumer<UpdateSchema>> steps = new ArrayList<>();

    private SchemaChange(AssetKey table) {
        this.table = table;
    }

    /** @throws DaybreakException if Iceberg does not allow the change */
    static SchemaChange between(org.apache.iceberg.Schema has, Schema wanted, AssetKey table) {
        SchemaChange change = new SchemaChange(table);
        change.fields(null, has.columns(), wanted.columns());
        change.order(has.columns(), wanted);
        return change;
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    void applyTo(UpdateSchema update) {
        steps.forEach(step -> step.accept(update));
    }

    private static String path(String parent, String name) {
        return parent == null ? name : parent + "." + name;
    }

    private void fields(String parent, List<NestedField> has, List<Column> wanted) {
        Set<String> kept = new HashSet<>();
        for (Column column : wanted) {
            NestedField field = parent == null ? former(has, wanted, column) : find(has, column.name());
            if (field == null) {
                add(parent, column);
            } else {
                if (!field.name().equalsIgnoreCase(column.name())) {
                    steps.add(update -> update.renameColumn(field.name(), column.name()));
                }
                kept.add(field.name().toLowerCase(Locale.ROOT));
                change(path(parent, field.name()), field, column);
            }
        }
        for (NestedField field : has) {
            if (field.isRequired() && !kept.contains(field.name().toLowerCase(Locale.ROOT))) {
                String path = path(parent, field.name());
                steps.add(update -> update.makeColumnOptional(path));
            }
        }
    }

    private static NestedField find(List<NestedField> fields, String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    /** The column as the table has it: by its name, or by the one that it had before, if that is not wanted for another. */
    private static NestedField former(List<NestedField> has, List<Column> wanted, Column column) {
        NestedField field = find(has, column.name());
        String was = column.was().orElse(null);
        boolean isTaken =
                was == null || wanted.stream().anyMatch(other -> other.name().equalsIgnoreCase(was));
        return field != null || isTaken ? field : find(has, was);
    }

    /** Changes name columns as they are before them all; those that are added have no other name. */
    private void order(List<NestedField> has, Schema wanted) {
        List<String> names = wanted.columns().stream()
                .map(column -> {
                    NestedField field = former(has, wanted.columns(), column);
                    return field == null ? column.name() : field.name();
                })
                .toList();
        List<String> now = new ArrayList<>(has.stream().map(NestedField::name).toList());
        now.retainAll(names);
        names.stream().filter(name -> !now.contains(name)).forEach(now::add);
        if (now.equals(names)) {
            return;
        }
        steps.add(update -> {
            update.moveFirst(names.get(0));
            for (int i = 1; i < names.size(); i++) {
                update.moveAfter(names.get(i), names.get(i - 1));
            }
        });
    }

    /** Rows that are there already have no value for it, so a new column is optional whatever the layout says. */
    private void add(String parent, Column column) {
        Type type = IcebergTypes.type(column.type());
        String description = column.description().isEmpty() ? null : column.description();
        steps.add(update -> update.addColumn(parent, column.name(), type, description));
    }

    private void change(String path, NestedField field, Column column) {
        if (field.isRequired() && !column.required()) {
            steps.add(update -> update.makeColumnOptional(path));
        }
        String description = column.description();
        if (!description.isEmpty() && !description.equals(field.doc())) {
            steps.add(update -> update.updateColumnDoc(path, description));
        }
        type(path, field.type(), column.type());
    }

    private void type(String path, Type has, DataType wanted) {
        if (has.isStructType() && wanted instanceof DataType.Struct struct) {
            fields(path, has.asStructType().fields(), struct.fields());
        } else if (has.isListType() && wanted instanceof DataType.ListOf list) {
            type(path + ".element", has.asListType().elementType(), list.element());
        } else if (has.isMapType() && wanted instanceof DataType.MapOf map) {
            if (!IcebergTypes.equal(has.asMapType().keyType(), map.key())) {
                throw refused(path + ".key", has.asMapType().keyType(), map.key());
            }
            type(path + ".value", has.asMapType().valueType(), map.value());
        } else if (has.isPrimitiveType() && IcebergTypes.type(wanted) instanceof Type.PrimitiveType type) {
            if (!has.equals(type)) {
                if (!TypeUtil.isPromotionAllowed(has, type)) {
                    throw refused(path, has, wanted);
                }
                steps.add(update -> update.updateColumn(path, type));
            }
        } else {
            throw refused(path, has, wanted);
        }
    }

    private DaybreakException refused(String path, Type has, DataType wanted) {
        DataType old = IcebergTypes.type(has, path);
        return new DaybreakException(
                ErrorCode.INVALID_PROJECT,
                "Cannot change column '" + path + "' of table '" + table + "' from " + old + " to " + wanted
                        + ": permitted are int to long, float to double, and a decimal of higher precision with the same scale",
                "Keep the type " + old + ", give the column another name, or drop the table to start it anew.");
    }
}
