package dev.daybreak.sql.query;

import dev.daybreak.project.problem.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;

/** Finds the column that a name of one or more parts stands for, innermost query first. */
final class Names {
    private static final int LISTED = 12;
    private final Problems problems;

    Names(Problems problems) {
        this.problems = problems;
    }

    /** What the column comes from; nothing, with a problem told, if there is none. */
    Lineage resolve(SqlIdentifier name, Scope scope) {
        for (Scope at = scope; at != null; at = at.parent) {
            Optional<Lineage> lineage = name.names.size() == 1 ? simple(name, at) : qualified(name, at);
            if (lineage.isPresent()) {
                return lineage.get();
            }
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
        return new Lineage();
    }

    private Optional<Lineage> simple(SqlIdentifier name, Scope scope) {
        String column = name.names.get(0);
        Lineage alias = scope.aliases.get(Scope.fold(column));
        if (scope.locals.contains(Scope.fold(column))) {
            return Optional.of(new Lineage());
        }
        if (alias != null && scope.aliasesFirst) {
            return Optional.of(alias);
        }
        Optional<Lineage> found = column(name, column, scope);
        if (found.isPresent()) {
            return found;
        }
        if (alias != null) {
            return Optional.of(alias);
        }
        return scope.item(column).map(item -> wholeRow(item.relation()));
    }

    private Optional<Lineage> column(SqlIdentifier name, String column, Scope scope) {
        List<Scope.Item> items = scope.itemsWith(column);
        if (items.size() > 1 && !scope.merged.contains(Scope.fold(column))) {
            List<String> aliases = items.stream().map(Scope.Item::alias).toList();
            problems.add(
                    name,
                    "Cannot tell which '" + column + "' is meant: it stands in '" + String.join("' and '", aliases)
                            + "'.",
                    "Write " + aliases.get(0) + "." + column + " or " + aliases.get(1) + "." + column + ".");
        }
        if (items.isEmpty()) {
            return Optional.empty();
        }
        Lineage lineage = new Lineage();
        items.forEach(
                item -> lineage.add(item.relation().find(column).orElseThrow().lineage()));
        return Optional.of(lineage);
    }

    private Optional<Lineage> qualified(SqlIdentifier name, Scope scope) {
        String first = name.names.get(0);
        String second = name.names.get(1);
        Optional<Scope.Item> asset = name.names.size() > 2 ? scope.item(first, second) : Optional.empty();
        if (asset.isPresent()) {
            return Optional.of(member(name, asset.get(), first + "." + second, name.names.get(2)));
        }
        Optional<Scope.Item> item = scope.item(first);
        if (item.isPresent()) {
            boolean field = item.get().relation().find(second).isEmpty()
                    && !scope.itemsWith(first).isEmpty();
            if (!field) {
                return Optional.of(member(name, item.get(), first, second));
            }
        }
        // What remains is a field of a struct: the column is the first part.
        return scope.locals.contains(Scope.fold(first)) ? Optional.of(new Lineage()) : column(name, first, scope);
    }

    private Lineage member(SqlIdentifier name, Scope.Item item, String table, String column) {
        Optional<Relation.Field> field = item.relation().find(column);
        if (field.isPresent()) {
            return field.get().lineage();
        }
        if (!item.relation().open()) {
            problems.add(
                    name.getComponent(name.names.indexOf(column)),
                    "Cannot find column '" + column + "' in '" + table + "'."
                            + NearestName.hint(column, item.relation().names()),
                    "It has " + listed(item.relation().names()) + ".");
        }
        return item.relation().onTrust(column);
    }

    private static Lineage wholeRow(Relation relation) {
        Lineage lineage = new Lineage();
        relation.fields().forEach(field -> lineage.add(field.lineage()));
        return lineage;
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
