package dev.daybreak.sql.query;

import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.sql.portable.PortableSql;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlCollectionTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;

/** Where a portable function or operator means another thing for some types or constants. What is not known is let pass. */
final class PortableTypes {
    private static final PortableSql SET = PortableSql.set();
    private static final Set<String> UNITS = Set.of("YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "DOY", "HOUR", "MINUTE");
    private static final Set<String> CUTS =
            Set.of("YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND");
    private static final Set<String> WHOLE = Set.of("ROUND", "FLOOR", "CEIL", "CEILING", "SIGN");
    private static final Set<DataType> FLOATING = Set.of(Primitive.DOUBLE, Primitive.FLOAT);
    private static final Pattern REGEX = Pattern.compile("[\\[\\](){}.*+?^$|\\\\]");
    private static final Map<String, String> OF_DECIMALS = Map.of("avg", "AVG", "median", "MEDIAN");

    private final Problems problems;
    private final Set<SqlNode> casts = Collections.newSetFromMap(new IdentityHashMap<>());

    PortableTypes(Problems problems) {
        this.problems = problems;
    }

    void enter(SqlCall call) {
        if (Portability.isCast(call)) {
            casts.add(call.operand(0));
        }
    }

    void cast(SqlCall call, List<Value> arguments) {
        for (SqlNode operand : call.getOperandList()) {
            if (operand instanceof SqlDataTypeSpec spec) {
                type(spec);
                Optional<DataType> from = arguments.isEmpty() ? Optional.empty() : arguments.get(0).type;
                Types.named(spec).ifPresent(to -> from.ifPresent(known -> cast(call, known, to)));
            }
        }
    }

    private void type(SqlDataTypeSpec spec) {
        if (spec.getTypeNameSpec() instanceof SqlCollectionTypeNameSpec) {
            problems.add(
                    spec,
                    "Cannot use a list's type: it is not portable.",
                    "Lists are written differently: cast the elements, or state the dialect.");
            return;
        }
        String written = problems.source(spec).toUpperCase(Locale.ROOT).strip().replaceAll("\\s+", " ");
        String name = written.replaceFirst(" ?\\(.*", "");
        boolean sized = written.endsWith(")");
        boolean known =
                SET.types().keySet().stream().anyMatch(type -> sized ? type.startsWith(name + "(") : type.equals(name));
        if (!known) {
            problems.add(
                    spec,
                    "Cannot use type '" + problems.source(spec) + "': it is not portable.",
                    Portability.elsewhere(SET.otherTypes().get(name)));
        }
    }

    private void cast(SqlCall call, DataType from, DataType to) {
        boolean fraction = FLOATING.contains(from) || from instanceof DataType.Decimal;
        boolean whole = to == Primitive.INT || to == Primitive.LONG;
        String operand = problems.source(call.operand(0));
        if (fraction && whole && !isWhole(call.operand(0))) {
            problems.add(
                    call,
                    "Cannot cast fractions to whole numbers: DuckDB rounds them, Spark cuts them off.",
                    "Write CAST(ROUND(" + operand + ") AS " + to.toString().toUpperCase(Locale.ROOT) + "), or FLOOR.");
        } else if (FLOATING.contains(from) && to == Primitive.STRING) {
            problems.add(
                    call,
                    "Cannot cast a " + from + " to a text: the engines write it differently.",
                    "Write CAST(CAST(" + operand + " AS DECIMAL(18, 6)) AS STRING).");
        } else if (from == Primitive.TIMESTAMPTZ && to == Primitive.STRING) {
            problems.add(
                    call,
                    "Cannot cast an instant to a text: the engines write it differently.",
                    "Write CAST(CAST(" + operand + " AS TIMESTAMP) AS STRING) for the project's zone.");
        } else if (from == Primitive.STRING && to == Primitive.BINARY) {
            problems.add(
                    call,
                    "Cannot cast a text to bytes: DuckDB takes ASCII alone and reads \\x41 as one byte, Spark takes the bytes of UTF-8.",
                    "Write UNHEX(HEX(" + operand + ")).");
        } else if (from == Primitive.BINARY && to == Primitive.STRING) {
            problems.add(
                    call,
                    "Cannot cast bytes to a text: DuckDB writes some as \\xE9, Spark does not.",
                    "Write HEX(" + operand + "), or bring the column in as a text.");
        }
    }

    private static boolean isWhole(SqlNode node) {
        return node instanceof SqlCall call
                && WHOLE.contains(call.getOperator().getName().toUpperCase(Locale.ROOT))
                && call.operandCount() == 1;
    }

    void function(SqlCall call, String name, List<Value> arguments) {
        Optional<DataType> first = arguments.isEmpty() ? Optional.empty() : arguments.get(0).type;
        switch (name) {
            case "avg", "median" -> decimal(call, OF_DECIMALS.get(name), first);
            case "floor", "ceil", "ceiling" -> uncast(call, name, "BIGINT", first.filter(FLOATING::contains));
            case "sign" -> uncast(call, name, "INT", first);
            case "extract" -> unit(call, problems.source(call.operand(0)), UNITS);
            case "date_part" -> constant(call.operand(0)).ifPresent(unit -> unit(call, unit, UNITS));
            case "date_trunc" -> constant(call.operand(0)).ifPresent(unit -> unit(call, unit, CUTS));
            case "split" -> separator(call);
            case "substring", "substr" -> bound(call, 1, 0, "Positions begin with 1.");
            case "left", "right" -> bound(call, 1, -1, "Write SUBSTRING(text, ...) with LENGTH(text).");
            case "epoch" -> refuse(call, name, first, Primitive.TIMESTAMPTZ, "Use unix_micros(x) / 1e6.");
            case "unix_seconds", "unix_millis", "unix_micros" ->
                refuse(call, name, first, Primitive.TIMESTAMP, "Use EPOCH(x), or cast it to an instant first.");
            case "date_add" -> refuse(call, name, first, Primitive.TIMESTAMP, "Use x + INTERVAL '1' DAY.");
            default -> {}
        }
    }

    /** PERCENTILE_CONT and its ORDER BY. */
    void withinGroup(SqlCall call, List<Value> arguments) {
        if (arguments.size() == 2) {
            decimal(call, "PERCENTILE_CONT", arguments.get(1).type);
        }
    }

    private void decimal(SqlCall call, String name, Optional<DataType> type) {
        if (type.isPresent() && type.get() instanceof DataType.Decimal) {
            String operand = call.getKind() == SqlKind.WITHIN_GROUP ? "x" : problems.source(call.operand(0));
            problems.add(
                    call,
                    "Cannot use " + name + " of a decimal: it is a double on one engine and a decimal on the other.",
                    "Write " + name + "(CAST(" + operand + " AS DOUBLE)).");
        }
    }

    private void uncast(SqlCall call, String name, String target, Optional<DataType> differs) {
        if (differs.isPresent() && !casts.contains(call)) {
            String upper = name.toUpperCase(Locale.ROOT);
            problems.add(
                    call,
                    "Cannot use " + upper + " of a " + differs.get()
                            + " without a cast: its type differs on the engines.",
                    "Write CAST(" + problems.source(call) + " AS " + target + ").");
        }
    }

    private void unit(SqlCall call, String unit, Set<String> permitted) {
        String upper = unit.toUpperCase(Locale.ROOT);
        if (!permitted.contains(upper)) {
            String mend =
                    switch (upper) {
                        case "DOW", "ISODOW", "DOW_ISO", "DAYOFWEEK" -> "Use isodow(x), 1 for Monday to 7 for Sunday.";
                        case "EPOCH" -> "Use EPOCH(x) of a TIMESTAMP.";
                        case "SECOND" -> "Use SECOND(x), which is a whole number.";
                        default ->
                            "There are "
                                    + String.join(
                                            ", ", permitted.stream().sorted().toList()) + ".";
                    };
            problems.add(call, "Cannot use unit '" + unit + "' here: it is not portable.", mend);
        }
    }

    private static Optional<String> constant(SqlNode node) {
        return node instanceof SqlCharStringLiteral text ? Optional.of(text.toValue()) : Optional.empty();
    }

    private void separator(SqlCall call) {
        boolean special = constant(call.operand(1))
                .filter(text -> REGEX.matcher(text).find())
                .isPresent();
        if (special) {
            problems.add(
                    call,
                    "Cannot split by " + problems.source(call.operand(1))
                            + ": it is a text on DuckDB and a regular expression on Spark.",
                    "Replace it first, as in split(replace(x, '.', ','), ','), or use split_part(x, '.', n).");
        }
    }

    private void bound(SqlCall call, int operand, int refused, String mend) {
        if (call.operandCount() > operand
                && number(call.operand(operand))
                        .filter(n -> n == refused || (refused < 0 && n < 0))
                        .isPresent()) {
            problems.add(
                    call,
                    "Cannot use " + call.getOperator().getName() + " with " + problems.source(call.operand(operand))
                            + ": the engines take it differently.",
                    mend);
        }
    }

    private static Optional<Long> number(SqlNode node) {
        if (node instanceof SqlNumericLiteral number && number.isInteger()) {
            return Optional.of(number.longValue(true));
        }
        return node.getKind() == SqlKind.MINUS_PREFIX
                ? number(((SqlCall) node).operand(0)).map(n -> -n)
                : Optional.empty();
    }

    private void refuse(SqlCall call, String name, Optional<DataType> type, DataType refused, String mend) {
        if (type.equals(Optional.of(refused))) {
            problems.add(call, "Cannot use function '" + name + "' of a " + refused + ": it is not portable.", mend);
        }
    }

    void operator(SqlCall call, List<Value> arguments) {
        if (arguments.size() != 2) {
            return;
        }
        Optional<DataType> left = arguments.get(0).type;
        Optional<DataType> right = arguments.get(1).type;
        if (call.getKind() == SqlKind.DIVIDE) {
            divide(call, left, right);
        } else if (call.getKind() == SqlKind.MINUS && isMoment(left) && isMoment(right)) {
            problems.add(
                    call,
                    "Cannot subtract two moments: it is a number or an interval, by the engine.",
                    "Write DATEDIFF(later, earlier) for days, or EPOCH(later) - EPOCH(earlier) for seconds.");
        } else if (left.equals(Optional.of(Primitive.DATE)) && Intervals.isFinerThanDay(call.operand(1))) {
            problems.add(
                    call,
                    "Cannot move a date by less than a day: only DuckDB makes a timestamp of it.",
                    "Write CAST(" + problems.source(call.operand(0)) + " AS TIMESTAMP) first.");
        } else if (call.getOperator().getName().equals("||")
                && (left.filter(FLOATING::contains).isPresent()
                        || right.filter(FLOATING::contains).isPresent())) {
            problems.add(
                    call,
                    "Cannot join a text and a floating point number: the engines write it differently.",
                    "Write CAST(CAST(x AS DECIMAL(18, 6)) AS STRING).");
        }
    }

    private void divide(SqlCall call, Optional<DataType> left, Optional<DataType> right) {
        boolean decimal = left.filter(DataType.Decimal.class::isInstance).isPresent()
                || right.filter(DataType.Decimal.class::isInstance).isPresent();
        boolean floating = left.filter(FLOATING::contains).isPresent()
                || right.filter(FLOATING::contains).isPresent();
        if (decimal && !floating && left.isPresent() && right.isPresent()) {
            SqlNode divisor = call.operand(1);
            String mend = divisor instanceof SqlNumericLiteral
                    ? "Write " + problems.source(divisor) + "e0, which is a double."
                    : "Write CAST(" + problems.source(call.operand(0)) + " AS DOUBLE) / " + problems.source(divisor)
                            + ".";
            problems.add(
                    call, "Cannot divide decimals: the quotient is a double on DuckDB and a decimal on Spark.", mend);
        }
    }

    private static boolean isMoment(Optional<DataType> type) {
        return type.filter(known ->
                        known == Primitive.DATE || known == Primitive.TIMESTAMP || known == Primitive.TIMESTAMPTZ)
                .isPresent();
    }

    /** Whether an operand is a unit of time. */
    static boolean isQualifier(SqlNode node) {
        return node instanceof SqlIntervalQualifier;
    }
}
