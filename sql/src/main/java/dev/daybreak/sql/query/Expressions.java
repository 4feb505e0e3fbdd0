package dev.daybreak.sql.query;

import dev.daybreak.project.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlCase;

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
    private final Portability portability;
    private final Queries queries;

    Expressions(Names names, Portability portability, Queries queries) {
        this.names = names;
        this.portability = portability;
        this.queries = queries;
    }

    /** @param node may be null: then nothing is read */
    Value read(SqlNode node, Scope scope) {
        Value value = new Value();
        if (node instanceof SqlNodeList list) {
            list.forEach(element -> value.add(read(element, scope)));
        } else if (node instanceof SqlIdentifier name) {
            return name.isStar() || name.names.get(0).isEmpty() ? value : names.resolve(name, scope);
        } else if (node instanceof SqlLiteral literal) {
            return value.typed(Types.literal(literal)).settled(true);
        } else if (node instanceof SqlWindow window) {
            return window(window, scope);
        } else if (node instanceof SqlLambda lambda) {
            Scope inner = new Scope(scope);
            lambda.getParameters().forEach(parameter -> inner.locals.add(Scope.fold(parameter.toString())));
            return read(lambda.getExpression(), inner);
        } else if (node instanceof SqlCase branches) {
            return branches(branches, scope);
        } else if (node instanceof SqlCall call) {
            return Queries.isQuery(call) ? subquery(call, scope) : call(call, scope);
        }
        return value;
    }

    private Value call(SqlCall call, Scope scope) {
        return switch (call.getKind()) {
            case EXISTS ->
                new Value().addIndirect(read(call.operand(0), scope)).typed(Optional.of(DataType.Primitive.BOOLEAN));
            case OVER -> {
                portability.around(call);
                Value value = read(call.operand(0), scope);
                SqlNode over = call.operand(1);
                Value window = over instanceof SqlWindow inline
                        ? window(inline, scope)
                        : scope.aliases.getOrDefault(windowName(over), new Value());
                yield value.withType(value.type).add(window);
            }
            case FILTER -> {
                portability.around(call);
                Value value = read(call.operand(0), scope);
                yield value.withType(value.type).addIndirect(read(call.operand(1), scope));
            }
            case AS, ARGUMENT_ASSIGNMENT -> read(call.operand(0), scope);
            case DOT -> {
                Value value = read(call.operand(0), scope);
                yield value.withType(Names.field(value.type, call.operand(1).toString()));
            }
            default -> operands(call, scope);
        };
    }

    /** The value of a scalar subquery; the columns of one behind IN. */
    private Value subquery(SqlCall call, Scope scope) {
        Relation relation = queries.relation(call, scope);
        Value value = new Value().addRows(relation.rows());
        relation.fields().forEach(field -> value.add(field.value()));
        return value.typed(
                relation.fields().size() == 1 ? relation.fields().get(0).value().type : Optional.empty());
    }

    private Value branches(SqlCase branches, Scope scope) {
        Value value = read(branches.getValueOperand(), scope).withType(Optional.empty());
        value.add(read(branches.getWhenOperands(), scope));
        List<Optional<DataType>> types = new ArrayList<>();
        boolean settled = true;
        List<SqlNode> outcomes = new ArrayList<>(branches.getThenOperands().getList());
        outcomes.add(branches.getElseOperand());
        for (SqlNode outcome : outcomes) {
            Value branch = read(outcome, scope);
            value.add(branch);
            if (!SqlUtil.isNullLiteral(outcome, false)) {
                types.add(branch.type);
                settled &= branch.settled;
            }
        }
        return value.typed(Types.common(types))
                .settled(settled && Set.copyOf(types).size() == 1);
    }

    private Value operands(SqlCall call, Scope scope) {
        portability.enter(call);
        boolean function = call.getOperator() instanceof SqlFunction;
        Value value = new Value();
        List<Value> arguments = new ArrayList<>();
        for (int i = 0; i < call.operandCount(); i++) {
            SqlNode operand = call.operand(i);
            if (i == 0 && call.operandCount() > 1 && function && isUnit(operand)) {
                continue;
            }
            Value argument = read(operand, scope);
            if (function && operand instanceof SqlNodeList) {
                value.addIndirect(argument);
            } else {
                value.add(argument);
            }
            arguments.add(argument);
        }
        portability.leave(call, arguments);
        return value.typed(CallTypes.of(call, arguments)).settled(Portability.isCast(call));
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

    private Value window(SqlWindow window, Scope scope) {
        Value value = new Value();
        if (window.getRefName() != null) {
            value.add(scope.aliases.getOrDefault(windowName(window.getRefName()), new Value()));
        }
        return value.addIndirect(read(window.getPartitionList(), scope))
                .addIndirect(read(window.getOrderList(), scope))
                .addIndirect(read(window.getLowerBound(), scope))
                .addIndirect(read(window.getUpperBound(), scope));
    }
}
