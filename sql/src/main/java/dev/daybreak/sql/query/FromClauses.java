package dev.daybreak.sql.query;

import dev.daybreak.project.asset.AssetKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlAsofJoin;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlTableRef;

/** Puts the tables of a FROM clause into a scope, and collects the columns that its joins read. */
final class FromClauses {
    private final Tables tables;
    private final Problems problems;
    private final Portability portability;
    private final Expressions expressions;
    private final Queries queries;

    FromClauses(Tables tables, Problems problems, Portability portability, Expressions expressions, Queries queries) {
        this.tables = tables;
        this.problems = problems;
        this.portability = portability;
        this.expressions = expressions;
        this.queries = queries;
    }

    /** Adds what {@code node} reads to {@code scope}; the columns that decide about its rows go to {@code rows}. */
    void read(SqlNode node, Scope scope, Set<ColumnId> rows) {
        if (node instanceof SqlJoin join) {
            join(join, scope, rows);
            return;
        }
        String alias = null;
        SqlNodeList columns = null;
        SqlNode table = node;
        if (node.getKind() == SqlKind.AS) {
            SqlCall as = (SqlCall) node;
            table = as.operand(0);
            alias = as.operand(1).toString();
            if (as.operandCount() > 2) {
                List<SqlNode> names = as.getOperandList().subList(2, as.operandCount());
                columns = new SqlNodeList(names, as.getParserPosition());
            }
        }
        Scope.Item item = item(table, alias, scope);
        Relation relation = Queries.renamed(item.relation(), columns);
        rows.addAll(relation.rows());
        scope.items.add(new Scope.Item(item.alias(), item.namespace(), relation));
    }

    private Scope.Item item(SqlNode node, String alias, Scope scope) {
        SqlNode table = node instanceof SqlTableRef reference ? reference.tableName : node;
        if (table instanceof SqlIdentifier name) {
            return named(name, alias, scope);
        }
        return new Scope.Item(alias == null ? "" : alias, "", derived(table, scope));
    }

    private Scope.Item named(SqlIdentifier name, String alias, Scope scope) {
        String last = name.names.get(name.names.size() - 1);
        String called = alias == null ? last : alias;
        Optional<Relation> common = name.isSimple() ? scope.table(name.getSimple()) : Optional.empty();
        if (common.isPresent()) {
            return new Scope.Item(called, "", common.get());
        }
        Optional<AssetKey> key = key(name);
        Optional<QueryAnalysis> known = key.flatMap(tables::find);
        if (known.isEmpty()) {
            Tables.Missing missing = tables.missing(String.join(".", name.names));
            problems.add(name, missing.message(), missing.mend());
            return new Scope.Item(called, "", Relation.unknown(Set.of()));
        }
        String namespace = alias == null ? name.names.get(0) : "";
        return new Scope.Item(called, namespace, Relation.of(key.orElseThrow(), known.get()));
    }

    private static Optional<AssetKey> key(SqlIdentifier name) {
        if (name.names.size() != 2) {
            return Optional.empty();
        }
        String namespace = Scope.fold(name.names.get(0));
        String last = Scope.fold(name.names.get(1));
        boolean valid = AssetKey.isValid(namespace, last);
        return valid ? Optional.of(new AssetKey(namespace, last)) : Optional.empty();
    }

    private Relation derived(SqlNode node, Scope scope) {
        SqlKind kind = node.getKind();
        if (Queries.isQuery(node)) {
            return queries.relation(node, scope);
        } else if (kind == SqlKind.LATERAL) {
            return derived(((SqlCall) node).operand(0), scope);
        } else if (kind == SqlKind.UNNEST) {
            portability.form(node, "UNNEST");
            return unnest((SqlCall) node, scope);
        } else if (kind == SqlKind.PIVOT || kind == SqlKind.UNPIVOT || kind == SqlKind.MATCH_RECOGNIZE) {
            portability.form(node, kind.name());
            // The columns are made from values; all of the input counts as read by each of them.
            Scope inner = new Scope(scope);
            Set<ColumnId> rows = new LinkedHashSet<>();
            read(((SqlCall) node).operand(0), inner, rows);
            inner.items.forEach(item -> item.relation()
                    .fields()
                    .forEach(field -> rows.addAll(field.value().all())));
            return Relation.unknown(rows);
        } else if (node instanceof SqlCall call && (kind == SqlKind.TABLESAMPLE || kind == SqlKind.SNAPSHOT)) {
            if (kind == SqlKind.TABLESAMPLE) {
                portability.form(node, "TABLESAMPLE");
            }
            return item(call.operand(0), null, scope).relation();
        } else if (kind == SqlKind.COLLECTION_TABLE) {
            return tableFunction((SqlCall) node, scope);
        }
        return Relation.unknown(expressions.read(node, scope).all());
    }

    /** One column for each list, computed from it; a list of structs may have more, which are taken on trust. */
    private Relation unnest(SqlCall call, Scope scope) {
        List<Relation.Field> fields = new ArrayList<>();
        Set<ColumnId> rows = new LinkedHashSet<>();
        for (SqlNode operand : call.getOperandList()) {
            Value value = expressions.read(operand, scope);
            rows.addAll(value.all());
            fields.add(new Relation.Field("unnest", value.withType(Types.element(value.type))));
        }
        return new Relation(fields, rows, true, Optional.empty());
    }

    private Relation tableFunction(SqlCall call, Scope scope) {
        Set<ColumnId> rows = new LinkedHashSet<>();
        for (SqlNode function : call.getOperandList()) {
            portability.tableFunction(function);
            rows.addAll(expressions.read(function, scope).all());
        }
        return Relation.unknown(rows);
    }

    private void join(SqlJoin join, Scope scope, Set<ColumnId> rows) {
        int first = scope.items.size();
        read(join.getLeft(), scope, rows);
        int second = scope.items.size();
        read(join.getRight(), scope, rows);
        if (join.getConditionType() == JoinConditionType.USING) {
            for (SqlNode column : (SqlNodeList) join.getCondition()) {
                using(column, first, second, scope, rows);
            }
        } else if (join.isNatural()) {
            natural(first, second, scope, rows);
        } else if (join.getCondition() != null) {
            rows.addAll(expressions.read(join.getCondition(), scope).all());
        }
        if (join instanceof SqlAsofJoin asOf) {
            rows.addAll(expressions.read(asOf.getMatchCondition(), scope).all());
        }
        if (join.getJoinType() == JoinType.LEFT_SEMI_JOIN || join.getJoinType() == JoinType.LEFT_ANTI_JOIN) {
            scope.items.subList(second, scope.items.size()).clear();
        }
    }

    private void using(SqlNode column, int first, int second, Scope scope, Set<ColumnId> rows) {
        String name = column.toString();
        List<Scope.Item> left = scope.items.subList(first, second);
        List<Scope.Item> right = scope.items.subList(second, scope.items.size());
        scope.merged.add(Scope.fold(name));
        for (List<Scope.Item> side : List.of(left, right)) {
            boolean found = false;
            for (Scope.Item item : side) {
                Optional<Relation.Field> field = item.relation().find(name);
                field.ifPresent(present -> rows.addAll(present.value().all()));
                found |= field.isPresent() || item.relation().open();
            }
            if (!found) {
                List<String> names = side.stream()
                        .flatMap(item -> item.relation().names().stream())
                        .toList();
                problems.add(
                        column,
                        "Cannot join by '" + name + "': it is no column of '"
                                + side.get(side.size() - 1).alias() + "'."
                                + dev.daybreak.project.problem.NearestName.hint(name, names),
                        "There are " + Names.listed(names) + ".");
            }
        }
    }

    private static void natural(int first, int second, Scope scope, Set<ColumnId> rows) {
        for (Scope.Item left : scope.items.subList(first, second)) {
            for (Relation.Field field : left.relation().fields()) {
                for (Scope.Item right : scope.items.subList(second, scope.items.size())) {
                    right.relation().find(field.name()).ifPresent(other -> {
                        scope.merged.add(Scope.fold(field.name()));
                        rows.addAll(field.value().all());
                        rows.addAll(other.value().all());
                    });
                }
            }
        }
    }
}
