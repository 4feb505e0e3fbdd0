package dev.daybreak.sql.query;

import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlNode;

/**
 * The types that operators and functions yield, where DuckDB and Spark agree or casting to the contract makes them agree:
 * an average is a double, a sum of whole numbers a long, a quotient of whole numbers a double. Whatever is not listed is left
 * to the engine; a wrong guess would be worse than none.
 */
final class CallTypes {
    /** How the type follows from those of the arguments. */
    private enum Rule {
        BOOLEAN,
        LONG,
        DOUBLE,
        STRING,
        DATE,
        INSTANT,
        FIRST,
        COMMON,
        SUM,
        ELEMENT,
        LIST
    }

    private static final int MAX_PRECISION = 38;
    private static final Map<String, Rule> RULES = new HashMap<>();

    static {
        put(
                Rule.BOOLEAN,
                "= <> != < > <= >= AND OR NOT IN LIKE ILIKE BETWEEN EXISTS EVERY BOOL_OR BOOL_AND ISNAN ISINF");
        put(Rule.BOOLEAN, "REGEXP_MATCHES STARTS_WITH ENDS_WITH CONTAINS LIST_CONTAINS ~");
        put(Rule.LONG, "COUNT COUNT_IF ROW_NUMBER RANK DENSE_RANK APPROX_COUNT_DISTINCT DATE_DIFF DATEDIFF");
        put(Rule.LONG, "EXTRACT YEAR MONTH DAY HOUR MINUTE WEEK QUARTER DAYOFWEEK DAYOFYEAR DAYOFMONTH");
        put(Rule.LONG, "LENGTH CHAR_LENGTH CHARACTER_LENGTH POSITION EPOCH_MS");
        put(Rule.DOUBLE, "AVG STDDEV STDDEV_SAMP STDDEV_POP VARIANCE VAR_SAMP VAR_POP CORR COVAR_POP COVAR_SAMP");
        put(
                Rule.DOUBLE,
                "PERCENT_RANK CUME_DIST LN LOG LOG2 LOG10 EXP SQRT CBRT POWER POW SIN COS TAN ASIN ACOS ATAN ATAN2");
        put(Rule.DOUBLE, "RADIANS DEGREES PI RANDOM REGR_SLOPE REGR_INTERCEPT EPOCH");
        put(
                Rule.STRING,
                "LOWER UPPER TRIM LTRIM RTRIM SUBSTRING SUBSTR REPLACE CONCAT CONCAT_WS || LPAD RPAD REVERSE LEFT RIGHT");
        put(
                Rule.STRING,
                "STRING_AGG LISTAGG GROUP_CONCAT MD5 SHA256 STRFTIME REGEXP_REPLACE REGEXP_EXTRACT SPLIT_PART REPEAT");
        put(Rule.DATE, "CURRENT_DATE MAKE_DATE LAST_DAY");
        put(Rule.INSTANT, "CURRENT_TIMESTAMP NOW");
        put(
                Rule.FIRST,
                "MIN MAX ANY_VALUE FIRST LAST FIRST_VALUE LAST_VALUE NTH_VALUE LAG LEAD ARG_MAX ARG_MIN MAX_BY MIN_BY");
        put(Rule.FIRST, "MODE ABS NULLIF -");
        put(Rule.COMMON, "COALESCE IFNULL NVL GREATEST LEAST");
        put(Rule.SUM, "SUM $SUM0");
        put(Rule.ELEMENT, "UNNEST");
        put(Rule.LIST, "ARRAY_AGG LIST");
    }

    private CallTypes() {}

    private static void put(Rule rule, String names) {
        for (String name : names.split(" ")) {
            RULES.put(name, rule);
        }
    }

    /** @param arguments one for each operand */
    static Optional<DataType> of(SqlCall call, List<Value> arguments) {
        List<Optional<DataType>> types =
                arguments.stream().map(argument -> argument.type).toList();
        return switch (call.getKind()) {
            case CAST, SAFE_CAST -> cast(call);
            case PLUS, MINUS, TIMES, DIVIDE, MOD -> arithmetic(call, types);
            case IS_NULL,
                    IS_NOT_NULL,
                    IS_TRUE,
                    IS_FALSE,
                    IS_NOT_TRUE,
                    IS_NOT_FALSE,
                    IS_DISTINCT_FROM,
                    IS_NOT_DISTINCT_FROM -> Optional.of(Primitive.BOOLEAN);
            case NOT_IN, LIKE, SIMILAR, BETWEEN, RLIKE, SOME, ALL -> Optional.of(Primitive.BOOLEAN);
            case ARRAY_VALUE_CONSTRUCTOR -> Types.common(types).map(DataType.ListOf::new);
            case ITEM -> item(types);
            default -> named(call, types);
        };
    }

    private static Optional<DataType> named(SqlCall call, List<Optional<DataType>> types) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        boolean cast = name.equals("::") || name.equals("TRY_CAST");
        return cast ? cast(call) : Optional.ofNullable(RULES.get(name)).flatMap(rule -> of(rule, types));
    }

    private static Optional<DataType> of(Rule rule, List<Optional<DataType>> types) {
        Optional<DataType> first = types.isEmpty() ? Optional.empty() : types.get(0);
        return switch (rule) {
            case BOOLEAN -> Optional.of(Primitive.BOOLEAN);
            case LONG -> Optional.of(Primitive.LONG);
            case DOUBLE -> Optional.of(Primitive.DOUBLE);
            case STRING -> Optional.of(Primitive.STRING);
            case DATE -> Optional.of(Primitive.DATE);
            case INSTANT -> Optional.of(Primitive.TIMESTAMPTZ);
            case FIRST -> first;
            case COMMON -> Types.common(types);
            case SUM -> sum(first);
            case ELEMENT -> Types.element(first);
            case LIST -> first.map(DataType.ListOf::new);
        };
    }

    private static Optional<DataType> cast(SqlCall call) {
        for (SqlNode operand : call.getOperandList()) {
            if (operand instanceof SqlDataTypeSpec spec) {
                return Types.named(spec);
            }
        }
        return Optional.empty();
    }

    private static Optional<DataType> sum(Optional<DataType> summand) {
        if (Types.isWhole(summand)) {
            return Optional.of(Primitive.LONG);
        }
        return summand.map(type -> type instanceof DataType.Decimal decimal
                ? new DataType.Decimal(MAX_PRECISION, decimal.scale())
                : type.isNumeric() ? Primitive.DOUBLE : null);
    }

    private static Optional<DataType> arithmetic(SqlCall call, List<Optional<DataType>> types) {
        if (types.size() != 2) {
            return types.isEmpty() ? Optional.empty() : types.get(0);
        }
        Optional<DataType> common = Types.common(types);
        Optional<DataType> left = types.get(0);
        return switch (call.getKind()) {
            case DIVIDE ->
                common.filter(type -> Types.isWhole(common) || type == Primitive.DOUBLE)
                        .map(type -> Primitive.DOUBLE);
            case MOD -> zoned(left).or(() -> common.filter(type -> Types.isWhole(common) || type == Primitive.DOUBLE));
            case TIMES -> common.filter(type -> Types.isWhole(common) || type == Primitive.DOUBLE);
            default ->
                shifted(types).or(() -> common.filter(type -> Types.isWhole(common) || type == Primitive.DOUBLE));
        };
    }

    /** {@code AT TIME ZONE} is parsed as a remainder, which no time has: it turns a wall-clock time into an instant, and back. */
    private static Optional<DataType> zoned(Optional<DataType> left) {
        if (left.equals(Optional.of(Primitive.TIMESTAMP))) {
            return Optional.of(Primitive.TIMESTAMPTZ);
        }
        return left.filter(type -> type == Primitive.TIMESTAMPTZ).map(type -> Primitive.TIMESTAMP);
    }

    /** A timestamp and an interval, which has no type of its own here, or a date and a number of days. */
    private static Optional<DataType> shifted(List<Optional<DataType>> types) {
        Optional<DataType> left = types.get(0);
        Optional<DataType> right = types.get(1);
        boolean timestamp =
                left.equals(Optional.of(Primitive.TIMESTAMP)) || left.equals(Optional.of(Primitive.TIMESTAMPTZ));
        if (timestamp && right.isEmpty()) {
            return left;
        }
        return left.filter(type -> type == Primitive.DATE && Types.isWhole(right));
    }

    private static Optional<DataType> item(List<Optional<DataType>> types) {
        if (types.size() == 2
                && Types.isWhole(types.get(1))
                && Types.element(types.get(0)).isPresent()) {
            return Types.element(types.get(0));
        }
        return types.get(0)
                .flatMap(type -> type instanceof DataType.MapOf map ? Optional.of(map.value()) : Optional.empty());
    }
}
