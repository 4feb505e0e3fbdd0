package dev.daybreak.sql.query;

import dev.daybreak.project.problem.NearestName;
import dev.daybreak.sql.syntax.ParsedQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlStarExclude;
import org.apache.calcite.sql.SqlStarReplace;
import org.apache.calcite.sql.SqlWindow;

/** Walks one SELECT, clause by clause, in the order in which names become known. */
final class Selects {
    private final ParsedQuery query;
    private final Problems problems;
    private final Expressions expressions;
    private final FromClauses from;

    Selects(ParsedQuery query, Problems problems, Expressions expressions, FromClauses from) {
        this.query = query;
        this.problems = problems;
        this.expressions = expressions;
        this.from = from;
    }

    /** @param orderBy of the query around it; null if there is none */
    Relation relation(SqlSelect select, Scope around, SqlNodeList orderBy) {
        Scope scope = new Scope(around);
        Set<ColumnId> rows = new LinkedHashSet<>();
        if (select.getFrom() != null) {
            from.read(select.getFrom(), scope, rows);
        }
        for (SqlNode declaration : select.getWindowList()) {
            SqlWindow window = (SqlWindow) declaration;
            scope.aliases.put(Expressions.windowName(window.getDeclName()), expressions.read(window, scope));
        }
        List<Relation.Field> fields = new ArrayList<>();
        boolean open = false;
        for (SqlNode item : select.getSelectList()) {
            open |= item(item, scope, fields);
        }
        rows.addAll(expressions.read(select.getWhere(), scope).all());
        rows.addAll(keys(select.getGroup(), fields, scope).all());
        rows.addAll(expressions.read(select.getHaving(), scope).all());
        rows.addAll(expressions.read(select.getQualify(), scope).all());
        scope.aliasesFirst = true;
        rows.addAll(keys(orderBy == null ? select.getOrderList() : orderBy, fields, scope)
                .all());
        return new Relation(fields, rows, open, Optional.empty());
    }

    /** What ORDER BY or GROUP BY reads; a whole number stands for a column of the output. */
    Value keys(SqlNodeList list, List<Relation.Field> fields, Scope scope) {
        Value value = new Value();
        if (list == null) {
            return value;
        }
        for (SqlNode key : list) {
            if (key instanceof SqlNumericLiteral number && number.isInteger()) {
                int ordinal = number.intValue(true);
                if (ordinal >= 1 && ordinal <= fields.size()) {
                    value.add(fields.get(ordinal - 1).value());
                }
            } else {
                value.add(expressions.read(key, scope));
            }
        }
        return value;
    }

    /** Adds the columns of one entry of the select list; true if there may be more than are known. */
    private boolean item(SqlNode item, Scope scope, List<Relation.Field> fields) {
        if (item instanceof SqlIdentifier name && name.isStar()) {
            return star(name, scope, Map.of(), Set.of(), fields);
        } else if (item instanceof SqlStarExclude exclude) {
            Set<String> names = new LinkedHashSet<>();
            for (SqlNode name : exclude.getExcludeList()) {
                SqlIdentifier column = (SqlIdentifier) name;
                names.add(Scope.fold(column.names.get(column.names.size() - 1)));
            }
            return star(exclude.getStarIdentifier(), scope, Map.of(), names, fields);
        } else if (item instanceof SqlStarReplace replace) {
            Map<String, Value> replaced = new LinkedHashMap<>();
            for (SqlNode as : replace.getReplaceList()) {
                String name = Scope.fold(((SqlCall) as).operand(1).toString());
                replaced.put(name, expressions.read(((SqlCall) as).operand(0), scope));
            }
            return star(replace.getStarIdentifier(), scope, replaced, Set.of(), fields);
        }
        Value value = expressions.read(item, scope);
        if (isManyColumns(item)) {
            return true;
        }
        String name = name(item);
        fields.add(new Relation.Field(name, value));
        if (item.getKind() == SqlKind.AS) {
            scope.aliases.put(Scope.fold(name), value);
        }
        return false;
    }

    /** DuckDB's {@code COLUMNS(*)} and what is around it stand for as many columns as it finds. */
    private static boolean isManyColumns(SqlNode item) {
        if (!(item instanceof SqlCall call)) {
            return false;
        }
        return call.getOperator().getName().equalsIgnoreCase("COLUMNS")
                || call.getOperandList().stream().anyMatch(Selects::isManyColumns);
    }

    private String name(SqlNode item) {
        if (item.getKind() == SqlKind.AS) {
            return ((SqlCall) item).operand(1).toString();
        } else if (item instanceof SqlIdentifier name) {
            return name.names.get(name.names.size() - 1);
        }
        return query.source(item).toLowerCase(Locale.ROOT);
    }

    private boolean star(
            SqlIdentifier star,
            Scope scope,
            Map<String, Value> replaced,
            Set<String> excluded,
            List<Relation.Field> out) {
        List<Scope.Item> items = items(star, scope);
        Set<String> merged = new LinkedHashSet<>();
        Set<String> seen = new LinkedHashSet<>();
        boolean open = false;
        for (Scope.Item item : items) {
            open |= item.relation().open();
            for (Relation.Field field : item.relation().fields()) {
                String name = Scope.fold(field.name());
                seen.add(name);
                boolean joined = items.size() > 1 && scope.merged.contains(name);
                boolean again = joined && !merged.add(name);
                if (!again && !excluded.contains(name)) {
                    Value value = joined ? Names.together(items, name) : field.value();
                    out.add(new Relation.Field(field.name(), replaced.getOrDefault(name, value)));
                }
            }
        }
        for (String name : excluded) {
            if (!open && !seen.contains(name)) {
                problems.add(
                        star,
                        "Cannot leave out column '" + name + "': it is not there." + NearestName.hint(name, seen),
                        "There are " + Names.listed(List.copyOf(seen)) + ".");
            }
        }
        return open;
    }

    private List<Scope.Item> items(SqlIdentifier star, Scope scope) {
        int parts = star.names.size() - 1;
        if (parts == 0) {
            return scope.items;
        }
        String first = star.names.get(0);
        Optional<Scope.Item> item = parts == 2 ? scope.item(first, star.names.get(1)) : scope.item(first);
        if (item.isEmpty()) {
            List<String> aliases = scope.items.stream().map(Scope.Item::alias).toList();
            String table = String.join(".", star.names.subList(0, parts));
            problems.add(
                    star,
                    "Cannot find table '" + table + "' in this query." + NearestName.hint(table, aliases),
                    "It reads " + Names.listed(aliases) + ".");
        }
        return item.map(List::of).orElse(List.of());
    }
}
