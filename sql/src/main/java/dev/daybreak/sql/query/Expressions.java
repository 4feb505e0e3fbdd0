package dev.daybreak.sql.query;

import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWindow;

/**
 * Walks an expression for the columns it reads. Which operator or function it is matters only where a part is no column
 * (units of time, names of windows and fields) or only decides about rows (windows, filters of aggregates, EXISTS).
 */
final class Expressions {
    private static final Set<String> UNITS = Set.of(
            "MICROSECOND",
            "MILLISECOND",
            "SECOND",
            "MINUTE",
            "HOUR",
            "DAY",
            "WEEK",
            "MONTH",
            "QUARTER",
            "YEAR",
            "DECADE",
            "CENTURY",
            "EPOCH",
            "DOW",
            "DOY");

    private final Names names;
    private final Queries queries;

    Expressions(Names names, Queries queries) {
        this.names = names;
        this.queries = queries;
    }

    /** @param node may be null: then nothing is read */
    Lineage read(SqlNode node, Scope scope) {
        Lineage lineage = new Lineage();
        if (node instanceof SqlNodeList list) {
            list.forEach(element -> lineage.add(read(element, scope)));
        } else if (node instanceof SqlIdentifier name) {
            if (!name.isStar() && !name.names.get(0).isEmpty()) {
                lineage.add(names.resolve(name, scope));
            }
        } else if (node instanceof SqlWindow window) {
            window(window, scope, lineage);
        } else if (node instanceof SqlLambda lambda) {
            Scope inner = new Scope(scope);
            lambda.getParameters().forEach(parameter -> inner.locals.add(Scope.fold(parameter.toString())));
            lineage.add(read(lambda.getExpression(), inner));
        } else if (node instanceof SqlCall call) {
            call(call, scope, lineage);
        }
        return lineage;
    }

    private void call(SqlCall call, Scope scope, Lineage lineage) {
        SqlKind kind = call.getKind();
        if (Queries.isQuery(call)) {
            Relation relation = queries.relation(call, scope);
            relation.fields().forEach(field -> lineage.add(field.lineage()));
            lineage.addRows(relation.rows());
        } else if (kind == SqlKind.EXISTS) {
            call.getOperandList().forEach(operand -> lineage.addIndirect(read(operand, scope)));
        } else if (kind == SqlKind.OVER) {
            lineage.add(read(call.operand(0), scope));
            if (call.operand(1) instanceof SqlWindow window) {
                window(window, scope, lineage);
            } else {
                lineage.add(scope.aliases.getOrDefault(windowName(call.operand(1)), new Lineage()));
            }
        } else if (kind == SqlKind.FILTER) {
            lineage.add(read(call.operand(0), scope));
            lineage.addIndirect(read(call.operand(1), scope));
        } else if (kind == SqlKind.AS || kind == SqlKind.DOT || kind == SqlKind.ARGUMENT_ASSIGNMENT) {
            lineage.add(read(call.operand(0), scope));
        } else {
            operands(call, scope, lineage);
        }
    }

    private void operands(SqlCall call, Scope scope, Lineage lineage) {
        boolean function = call.getOperator() instanceof SqlFunction;
        for (int i = 0; i < call.operandCount(); i++) {
            SqlNode operand = call.operand(i);
            if (i == 0 && call.operandCount() > 1 && function && isUnit(operand)) {
                continue;
            }
            if (function && operand instanceof SqlNodeList order) {
                lineage.addIndirect(read(order, scope));
            } else {
                lineage.add(read(operand, scope));
            }
        }
    }

    private static boolean isUnit(SqlNode node) {
        return node instanceof SqlIdentifier name
                && name.isSimple()
                && UNITS.contains(name.getSimple().toUpperCase(Locale.ROOT));
    }

    /** Under which name the columns of a declared window are kept among the aliases of a scope: no column can be called so. */
    static String windowName(SqlNode name) {
        return "window " + Scope.fold(name.toString());
    }

    private void window(SqlWindow window, Scope scope, Lineage lineage) {
        if (window.getRefName() != null) {
            lineage.add(scope.aliases.getOrDefault(windowName(window.getRefName()), new Lineage()));
        }
        lineage.addIndirect(read(window.getPartitionList(), scope));
        lineage.addIndirect(read(window.getOrderList(), scope));
        lineage.addIndirect(read(window.getLowerBound(), scope));
        lineage.addIndirect(read(window.getUpperBound(), scope));
    }
}
