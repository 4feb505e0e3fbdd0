package dev.daybreak.sql.query;

import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.sql.portable.PortableFunction;
import dev.daybreak.sql.portable.PortableSql;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelectKeyword;

/**
 * What is asked of aggregates that are macros on DuckDB: nothing stands around a macro, and {@code approx_count_distinct}, which hashes
 * values by their type, needs one that both engines have alike.
 */
final class PortableAggregates {
    private static final PortableSql SET = PortableSql.set();
    private static final String GROUP = "Aggregates";
    private static final String ESTIMATE = "approx_count_distinct";
    /** Types that both engines compute alike, whatever a value is made of. */
    private static final Set<DataType> ALIKE = Set.of(Primitive.STRING, Primitive.BOOLEAN, Primitive.DOUBLE);
    /** The most digits of a decimal that Spark hashes as a whole number. */
    private static final int DIGITS = 18;

    private final Problems problems;

    PortableAggregates(Problems problems) {
        this.problems = problems;
    }

    /** What stands around a call: FILTER or OVER. */
    void around(SqlCall call) {
        if (call.operand(0) instanceof SqlCall inner && isMacro(inner)) {
            boolean filter = call.getKind() == SqlKind.FILTER;
            refuse(
                    inner,
                    filter ? "FILTER" : "OVER",
                    filter
                            ? "Write " + written(inner, "CASE WHEN ... THEN " + operand(inner) + " END") + "."
                            : "Aggregate in a subquery with GROUP BY, and join it.");
        }
    }

    /** The call itself. */
    void call(SqlCall call, List<Value> arguments) {
        if (!isMacro(call)) {
            return;
        }
        SqlLiteral quantifier = call.getFunctionQuantifier();
        boolean estimate = call.getOperator().getName().equalsIgnoreCase(ESTIMATE);
        if (quantifier != null && quantifier.getValue() == SqlSelectKeyword.DISTINCT) {
            refuse(
                    call,
                    "DISTINCT",
                    estimate ? "Leave DISTINCT out." : "Take the values from a subquery with SELECT DISTINCT.");
        }
        if (estimate && arguments.size() == 1) {
            type(call, arguments.get(0));
        }
    }

    private static boolean isMacro(SqlCall call) {
        return SET.function(call.getOperator().getName())
                .filter(function -> function.group().equals(GROUP))
                .filter(function -> function.duckdb() == PortableFunction.Origin.MACRO)
                .isPresent();
    }

    private void refuse(SqlCall call, String what, String mend) {
        problems.add(call, "Cannot use " + name(call) + " with " + what + ": it is portable without.", mend);
    }

    private void type(SqlCall call, Value value) {
        Optional<DataType> type = value.type;
        if (type.isEmpty() ? !value.settled : !ALIKE.contains(type.get()) && !isHashed(type.get())) {
            problems.add(
                    call,
                    "Cannot use " + name(call) + " of a "
                            + type.map(DataType::toString).orElse("value whose type is not known")
                            + ": it takes whole numbers, doubles, decimals of at most " + DIGITS
                            + " digits, texts, booleans, dates and times.",
                    type.map(known -> "Write " + written(call, mended(operand(call), known)) + ".")
                            .orElse("Cast it to one of these, as in " + name(call) + "(CAST(x AS BIGINT))."));
        } else if (type.isPresent() && !ALIKE.contains(type.get()) && !value.settled) {
            problems.add(
                    call,
                    "Cannot use " + name(call) + " of a computed " + type.get()
                            + ": the engines may have it in types of different widths, and hash it by its type.",
                    "Write " + written(call, "CAST(" + operand(call) + " AS " + named(type.get()) + ")") + ".");
        }
    }

    private static boolean isHashed(DataType type) {
        return type instanceof DataType.Decimal decimal
                ? decimal.precision() <= DIGITS
                : type instanceof Primitive && type != Primitive.BINARY;
    }

    private static String mended(String operand, DataType type) {
        if (type == Primitive.BINARY) {
            return "HEX(" + operand + ")";
        }
        return type instanceof DataType.ListOf ? "ARRAY_JOIN(" + operand + ", ',')" : "CAST(" + operand + " AS STRING)";
    }

    private static String named(DataType type) {
        return type == Primitive.TIMESTAMPTZ
                ? "TIMESTAMP WITH TIME ZONE"
                : type.toString().toUpperCase(Locale.ROOT);
    }

    private static String name(SqlCall call) {
        return call.getOperator().getName().toUpperCase(Locale.ROOT);
    }

    private static String written(SqlCall call, String operand) {
        return name(call) + "(" + operand + ")";
    }

    private String operand(SqlCall call) {
        SqlNode operand = call.operandCount() == 0 ? call : call.operand(0);
        return problems.source(operand);
    }
}
