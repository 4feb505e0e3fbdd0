package dev.daybreak.sql.query;

import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;

/** Finds the column that a name of one or more parts stands for, innermost query first. */
final class Names {
    private static final int LISTED = 12;
    /** Functions that are written like columns. */
    private static final Map<String, DataType> NILADIC = Map.of(
            "current_date", DataType.Primitive.DATE,
            "current_timestamp", DataType.Primitive.TIMESTAMPTZ,
            "localtimestamp", DataType.Primitive.TIMESTAMP,
            "current_user", DataType.Primitive.STRING,
            "session_user", DataType.Primitive.STRING,
            "current_schema", DataType.Primitive.STRING);

    private final Problems problems;
    private final Portability portability;

    Names(Problems problems, Portability portability) {
        this.problems = problems;
        this.portability = portability;
    }

    /** What the column comes from; nothing, with a problem told, if there is none. */
    Value resolve(SqlIdentifier name, Scope scope) {
        for (Scope at = scope; at != null; at = at.parent) {
            Optional<Value> value = name.names.size() == 1 ? simple(name, at) : qualified(name, at);
            if (value.isPresent()) {
                portability.column(name);
                return value.get();
            }
        }
        if (name.isSimple() && NILADIC.containsKey(Scope.fold(name.getSimple()))) {
            portability.niladic(name);
            return new Value().typed(Optional.of(NILADIC.get(Scope.fold(name.getSimple()))));
        }
        // Only where nothing fits may a column be meant that nobody listed.
        for (Scope at = scope; at != null; at = at.parent) {
            for (Scope.Item item : at.items) {
                if (item.relation().open()) {
                    return item.relation().onTrust(name.names.get(0));
                }
            }
        }
        report(name, scope);
        return new Value();
    }

    private Optional<Value> simple(SqlIdentifier name, Scope scope) {
        String column = name.names.get(0);
        Value alias = scope.aliases.get(Scope.fold(column));
        if (scope.locals.contains(Scope.fold(column))) {
            return Optional.of(new Value());
        }
        if (alias != null && scope.aliasesFirst) {
            return Optional.of(alias);
        }
        Optional<Value> found = column(name, column, scope);
        if (found.isPresent()) {
            return found;
        }
        if (alias != null) {
            return Optional.of(alias);
        }
        return scope.item(column).map(item -> wholeRow(item.relation()));
    }

    private Optional<Value> column(SqlIdentifier name, String column, Scope scope) {
        List<Scope.Item> items = scope.itemsWith(column);
        if (items.size() > 1 && !scope.merged.contains(Scope.fold(column))) {
            List<String> aliases = items.stream().map(Scope.Item::alias).toList();
            problems.add(
                    name,
                    "Cannot tell which '" + column + "' is meant: it stands in '" + String.join("' and '", aliases)
                            + "'.",
                    "Write " + aliases.get(0) + "." + column + " or " + aliases.get(1) + "." + column + ".");
        }
        return items.isEmpty() ? Optional.empty() : Optional.of(together(items, column));
    }

    /** A column that several tables have: one that a join made of them. */
    static Value together(List<Scope.Item> items, String column) {
        List<Value> values = items.stream()
                .flatMap(item -> item.relation().find(column).stream())
                .map(Relation.Field::value)
                .toList();
        Value value = new Value().typed(values.get(0).type);
        values.forEach(value::add);
        return value.settled(values.stream().allMatch(each -> each.settled));
    }

    private Optional<Value> qualified(SqlIdentifier name, Scope scope) {
        String first = name.names.get(0);
        String second = name.names.get(1);
        Optional<Scope.Item> asset = name.names.size() > 2 ? scope.item(first, second) : Optional.empty();
        if (asset.isPresent()) {
            return Optional.of(fields(member(name, asset.get(), first + "." + second, 2), name, 3));
        }
        Optional<Scope.Item> item = scope.item(first);
        if (item.isPresent()) {
            boolean field = item.get().relation().find(second).isEmpty()
                    && !scope.itemsWith(first).isEmpty();
            if (!field) {
                return Optional.of(fields(member(name, item.get(), first, 1), name, 2));
            }
        }
        // What remains is a field of a struct: the column is the first part.
        return scope.locals.contains(Scope.fold(first))
                ? Optional.of(new Value())
                : column(name, first, scope).map(value -> fields(value, name, 1));
    }

    /** The fields of structs that the parts of a name from {@code part} on lead to. */
    private static Value fields(Value value, SqlIdentifier name, int part) {
        Optional<DataType> type = value.type;
        for (String field : name.names.subList(part, name.names.size())) {
            type = field(type, field);
        }
        return type.equals(value.type) ? value : value.withType(type);
    }

    /** The type of a struct's field. */
    static Optional<DataType> field(Optional<DataType> type, String name) {
        return type.flatMap(known -> known instanceof DataType.Struct struct
                ? new Schema(struct.fields()).find(name).map(Column::type)
                : Optional.empty());
    }

    /** The column that one part of a name, counted from 0, has in a table. */
    private Value member(SqlIdentifier name, Scope.Item item, String table, int part) {
        String column = name.names.get(part);
        Optional<Relation.Field> field = item.relation().find(column);
        if (field.isPresent()) {
            return field.get().value();
        }
        if (!item.relation().open()) {
            problems.add(
                    name.getComponent(part),
                    "Cannot find column '" + column + "' in '" + table + "'."
                            + NearestName.hint(column, item.relation().names()),
                    "It has " + listed(item.relation().names()) + ".");
        }
        return item.relation().onTrust(column);
    }

    private static Value wholeRow(Relation relation) {
        Value value = new Value();
        relation.fields().forEach(field -> value.add(field.value()));
        return value;
    }

    private void report(SqlIdentifier name, Scope scope) {
        List<String> columns = new ArrayList<>();
        List<String> tables = new ArrayList<>();
        for (Scope at = scope; at != null; at = at.parent) {
            at.items.forEach(item -> columns.addAll(item.relation().names()));
            at.items.forEach(item -> tables.add(item.alias()));
        }
        String first = name.names.get(0);
        if (name.names.size() > 1) {
            problems.add(
                    name,
                    "Cannot find table '" + first + "' of '" + String.join(".", name.names) + "' in this query."
                            + NearestName.hint(first, tables),
                    tables.isEmpty() ? "The query reads no table." : "It reads " + listed(tables) + ".");
        } else {
            problems.add(
                    name,
                    "Cannot find column '" + first + "'." + NearestName.hint(first, columns),
                    columns.isEmpty() ? "The query reads no columns." : "There are " + listed(columns) + ".");
        }
    }

    static String listed(List<String> names) {
        List<String> distinct = names.stream().distinct().toList();
        String listed = String.join(", ", distinct.subList(0, Math.min(LISTED, distinct.size())));
        return distinct.size() > LISTED ? listed + " and " + (distinct.size() - LISTED) + " more" : listed;
    }
}
