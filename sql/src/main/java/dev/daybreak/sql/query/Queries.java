package dev.daybreak.sql.query;

import dev.daybreak.sql.syntax.ParsedQuery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;

/**
 * Walks a query and every query in it, and works out for each column what it comes from. The tree is walked by hand, since
 * Calcite's own {@code getColumnOrigins} says nothing of scalar subqueries, UNNEST, recursion, filters and joins. One
 * instance serves one text; not thread-safe.
 */
final class Queries {
    private static final int ROUNDS = 20;
    private final Problems problems;
    private final Problems unportable;
    private final Expressions expressions;
    private final Selects selects;

    private Queries(ParsedQuery query, Tables tables) {
        this.problems = new Problems(query);
        this.unportable = new Problems(query);
        Portability portability = new Portability(unportable);
        Names names = new Names(problems, portability);
        this.expressions = new Expressions(names, portability, this);
        FromClauses from = new FromClauses(tables, problems, portability, expressions, this);
        this.selects = new Selects(query, problems, expressions, from);
    }

    /** Walks a text. */
    static QueryAnalysis analyze(ParsedQuery query, Tables tables) {
        Queries queries = new Queries(query, tables);
        Relation relation = queries.relation(query.tree(), new Scope(null));
        List<OutputColumn> columns = new ArrayList<>();
        for (Relation.Field field : relation.fields()) {
            Set<ColumnId> indirect = new LinkedHashSet<>(field.value().indirect);
            indirect.addAll(relation.rows());
            columns.add(OutputColumn.of(field.name(), field.value().type, field.value().direct, indirect));
        }
        return new QueryAnalysis(columns, !relation.open(), queries.problems.all(), queries.unportable.all());
    }

    static boolean isQuery(SqlNode node) {
        return node instanceof SqlCall && node.isA(SqlKind.QUERY);
    }

    /** What a query yields, seen from the scope around it. */
    Relation relation(SqlNode node, Scope around) {
        if (node instanceof SqlOrderBy order) {
            return ordered(order, around);
        } else if (node instanceof SqlWith with) {
            Scope scope = new Scope(around);
            with.withList.forEach(item -> bind((SqlWithItem) item, scope));
            return relation(with.body, scope);
        } else if (node instanceof SqlSelect select) {
            return selects.relation(select, around, null);
        } else if (node.getKind() == SqlKind.VALUES) {
            return values((SqlCall) node, around);
        } else if (node.isA(SqlKind.SET_QUERY)) {
            return union((SqlCall) node, around);
        }
        if (isQuery(node)) {
            // What is left of queries is TABLE t, which reads by a name alone.
            unportable.add(node, "Cannot use TABLE: it is not portable.", "Write SELECT * FROM and the table.");
            return Relation.unknown(Set.of());
        }
        return Relation.unknown(expressions.read(node, around).all());
    }

    private Relation ordered(SqlOrderBy order, Scope around) {
        if (order.query instanceof SqlSelect select) {
            return selects.relation(select, around, order.orderList);
        } else if (order.query instanceof SqlWith with && with.body instanceof SqlSelect select) {
            Scope scope = new Scope(around);
            with.withList.forEach(item -> bind((SqlWithItem) item, scope));
            return selects.relation(select, scope, order.orderList);
        }
        Relation relation = relation(order.query, around);
        Scope scope = new Scope(around);
        scope.items.add(new Scope.Item("", "", relation));
        Set<ColumnId> rows = new LinkedHashSet<>(relation.rows());
        rows.addAll(selects.keys(order.orderList, relation.fields(), scope).all());
        return new Relation(relation.fields(), rows, relation.open(), Optional.empty());
    }

    private void bind(SqlWithItem item, Scope scope) {
        String name = Scope.fold(item.name.getSimple());
        Relation relation;
        if (item.recursive.booleanValue() && isRecursive(item.query)) {
            relation = recursive(item, name, scope);
        } else {
            relation = renamed(relation(item.query, scope), item.columnList);
        }
        scope.tables.put(name, relation);
    }

    private static boolean isRecursive(SqlNode node) {
        return node instanceof SqlCall && node.isA(SqlKind.SET_QUERY);
    }

    /** The first branch gives the columns; then the whole is walked until nothing new is found. */
    private Relation recursive(SqlWithItem item, String name, Scope scope) {
        Relation known = renamed(relation(((SqlCall) item.query).operand(0), scope), item.columnList);
        for (int round = 0; round < ROUNDS; round++) {
            Scope inner = new Scope(scope);
            inner.tables.put(name, known);
            Relation next = renamed(relation(item.query, inner), item.columnList);
            boolean settled = size(next) == size(known);
            known = next;
            if (settled) {
                break;
            }
        }
        return known;
    }

    private static int size(Relation relation) {
        return relation.rows().size()
                + relation.fields().stream()
                        .mapToInt(field -> field.value().direct.size()
                                + field.value().indirect.size())
                        .sum();
    }

    static Relation renamed(Relation relation, SqlNodeList columns) {
        return columns == null
                ? relation
                : relation.renamed(
                        columns.getList().stream().map(SqlNode::toString).toList());
    }

    private Relation values(SqlCall values, Scope around) {
        List<Relation.Field> fields = new ArrayList<>();
        for (SqlNode row : values.getOperandList()) {
            List<SqlNode> cells =
                    row instanceof SqlCall call && row.getKind() == SqlKind.ROW ? call.getOperandList() : List.of(row);
            for (int i = 0; i < cells.size(); i++) {
                Value cell = expressions.read(cells.get(i), around);
                if (i == fields.size()) {
                    fields.add(new Relation.Field("col" + i, new Value().typed(cell.type)));
                }
                Value column = fields.get(i).value();
                column.add(cell).typed(Types.common(List.of(column.type, cell.type)));
            }
        }
        return new Relation(fields, new HashSet<>(), false, Optional.empty());
    }

    private Relation union(SqlCall call, Scope around) {
        Relation left = relation(call.operand(0), around);
        Relation right = relation(call.operand(1), around);
        boolean open = left.open() || right.open();
        if (!open && left.fields().size() != right.fields().size()) {
            problems.add(
                    call.operand(1),
                    "Cannot combine the rows by " + call.getOperator().getName() + ": "
                            + left.fields().size() + " columns on the left, "
                            + right.fields().size() + " on the right.",
                    "Left: " + Names.listed(left.names()) + ". Right: " + Names.listed(right.names()) + ".");
        }
        List<Relation.Field> fields = new ArrayList<>();
        for (int i = 0; i < left.fields().size(); i++) {
            Value first = left.fields().get(i).value();
            Value value = first.withType(first.type);
            if (i < right.fields().size()) {
                Value second = right.fields().get(i).value();
                value.add(second).typed(Types.common(List.of(first.type, second.type)));
            }
            fields.add(new Relation.Field(left.fields().get(i).name(), value));
        }
        Set<ColumnId> rows = new LinkedHashSet<>(left.rows());
        rows.addAll(right.rows());
        return new Relation(fields, rows, left.open(), Optional.empty());
    }
}
