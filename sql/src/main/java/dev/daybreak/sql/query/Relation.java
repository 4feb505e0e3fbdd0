package dev.daybreak.sql.query;

import dev.daybreak.project.asset.AssetKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rows with named columns, as some part of a query sees them.
 *
 * @param rows columns that decide which rows there are
 * @param open whether there may be columns that are not listed: they are taken on trust
 * @param asset the asset itself, if the rows are its own
 */
record Relation(List<Field> fields, Set<ColumnId> rows, boolean open, Optional<AssetKey> asset) {
    /** A column with what it comes from. */
    record Field(String name, Value value) {}

    Relation {
        fields = List.copyOf(fields);
        rows = Set.copyOf(rows);
    }

    static Relation unknown(Set<ColumnId> rows) {
        return new Relation(List.of(), rows, true, Optional.empty());
    }

    static Relation of(AssetKey asset, QueryAnalysis known) {
        List<Field> fields = new ArrayList<>();
        for (OutputColumn column : known.columns()) {
            fields.add(new Field(column.name(), Value.of(new ColumnId(asset, column.name()), column.type())));
        }
        return new Relation(fields, Set.of(), !known.isComplete(), Optional.of(asset));
    }

    Optional<Field> find(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst();
    }

    List<String> names() {
        return fields.stream().map(Field::name).toList();
    }

    /** The same rows with the first columns named anew. */
    Relation renamed(List<String> names) {
        List<Field> renamed = new ArrayList<>();
        for (int i = 0; i < Math.max(fields.size(), open ? names.size() : 0); i++) {
            Value value = i < fields.size() ? fields.get(i).value() : new Value().addRows(rows);
            renamed.add(
                    new Field(i < names.size() ? names.get(i) : fields.get(i).name(), value));
        }
        return new Relation(renamed, rows, open && names.isEmpty(), Optional.empty());
    }

    /** What a column that is not listed comes from. */
    Value onTrust(String name) {
        return asset.map(key -> Value.of(new ColumnId(key, name), Optional.empty()))
                .orElseGet(() -> new Value().addRows(rows));
    }
}
