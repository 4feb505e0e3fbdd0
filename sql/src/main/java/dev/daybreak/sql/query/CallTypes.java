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
        BINARY,
        DATE,
        TIMESTAMP,
        INSTANT,
        TRUNCATED,
        ROUNDED,
        STRINGS,
        FIRST,
        COMMON,
        SECOND_COMMON,
        SUM,
        ELEMENT,
        LIST,
        VALUES
    }

    private static final int MAX_PRECISION = 38;
    private static final Map<String, Rule> RULES = new HashMap<>();

    static {
        put(
                Rule.BOOLEAN,
                "= <> != < > <= >= AND OR NOT IN LIKE ILIKE BETWEEN EXISTS EVERY BOOL_OR BOOL_AND ISNAN ISINF");
        put(Rule.BOOLEAN, "REGEXP_MATCHES STARTS_WITH ENDS_WITH CONTAINS LIST_CONTAINS ~");
        put(Rule.BOOLEAN, "REGEXP_LIKE STARTSWITH ENDSWITH ARRAY_CONTAINS JSON_VALID");
        put(Rule.LONG, "COUNT COUNT_IF ROW_NUMBER RANK DENSE_RANK APPROX_COUNT_DISTINCT DATE_DIFF DATEDIFF");
        put(Rule.LONG, "EXTRACT YEAR MONTH DAY HOUR MINUTE WEEK QUARTER DAYOFWEEK DAYOFYEAR DAYOFMONTH");
        put(Rule.LONG, "LENGTH CHAR_LENGTH CHARACTER_LENGTH POSITION EPOCH_MS");
        put(
                Rule.LONG,
                "STRPOS INSTR ASCII LEVENSHTEIN REGEXP_COUNT ARRAY_SIZE BIT_COUNT FACTORIAL GROUPING GROUPING_ID NTILE");
        put(Rule.LONG, "DATE_PART WEEKOFYEAR ISODOW SECOND UNIX_SECONDS UNIX_MILLIS UNIX_MICROS REGR_COUNT");
        put(Rule.DOUBLE, "AVG STDDEV STDDEV_SAMP STDDEV_POP VARIANCE VAR_SAMP VAR_POP CORR COVAR_POP COVAR_SAMP");
        put(
                Rule.DOUBLE,
                "PERCENT_RANK CUME_DIST LN LOG LOG2 LOG10 EXP SQRT CBRT POWER POW SIN COS TAN ASIN ACOS ATAN ATAN2");
        put(
                Rule.DOUBLE,
                "RADIANS DEGREES PI RANDOM REGR_SLOPE REGR_INTERCEPT EPOCH REGR_R2 MEDIAN PERCENTILE_CONT SIGN");
        put(
                Rule.STRING,
                "LOWER UPPER TRIM LTRIM RTRIM SUBSTRING SUBSTR REPLACE CONCAT CONCAT_WS || LPAD RPAD REVERSE LEFT RIGHT");
        put(
                Rule.STRING,
                "STRING_AGG LISTAGG GROUP_CONCAT MD5 SHA256 STRFTIME REGEXP_REPLACE REGEXP_EXTRACT SPLIT_PART REPEAT");
        put(Rule.STRING, "TRANSLATE CHR SHA1 HEX REGEXP_REPLACE_ALL ARRAY_JOIN GET_JSON_OBJECT");
        put(Rule.BINARY, "UNHEX");
        put(Rule.DATE, "CURRENT_DATE MAKE_DATE LAST_DAY DATE_ADD DATE_SUB ADD_MONTHS TO_DATE");
        put(Rule.TIMESTAMP, "MAKE_TIMESTAMP CONVERT_TIMEZONE");
        put(Rule.TRUNCATED, "DATE_TRUNC");
        put(Rule.ROUNDED, "FLOOR CEIL CEILING");
        put(Rule.STRINGS, "SPLIT REGEXP_EXTRACT_ALL");
        put(Rule.INSTANT, "CURRENT_TIMESTAMP NOW TIMESTAMP_MICROS");
        put(
                Rule.FIRST,
                "MIN MAX ANY_VALUE FIRST LAST FIRST_VALUE LAST_VALUE NTH_VALUE LAG LEAD ARG_MAX ARG_MIN MAX_BY MIN_BY");
        put(Rule.FIRST, "MODE ABS NULLIF - BIT_AND BIT_OR BIT_XOR SORT_ARRAY SLICE ARRAY_APPEND");
        put(Rule.COMMON, "COALESCE IFNULL NVL GREATEST LEAST");
        put(Rule.SECOND_COMMON, "IF");
        put(Rule.SUM, "SUM $SUM0");
        put(Rule.ELEMENT, "UNNEST EXPLODE TRY_ELEMENT_AT ARRAY_MAX ARRAY_MIN FLATTEN");
        put(Rule.LIST, "ARRAY_AGG LIST COLLECT_LIST");
        put(Rule.VALUES, "ARRAY");
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
            case BINARY -> Optional.of(Primitive.BINARY);
            case DATE -> Optional.of(Primitive.DATE);
            case TIMESTAMP -> Optional.of(Primitive.TIMESTAMP);
            case STRINGS -> Optional.of(new DataType.ListOf(Primitive.STRING));
            case TRUNCATED -> truncated(types);
            case ROUNDED -> rounded(first);
            case SECOND_COMMON -> types.size() == 3 ? Types.common(types.subList(1, 3)) : Optional.empty();
            case VALUES -> Types.common(types).map(DataType.ListOf::new);
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

    /** A date becomes a timestamp, as on DuckDB. */
    private static Optional<DataType> truncated(List<Optional<DataType>> types) {
        return types.size() == 2
                ? types.get(1).map(type -> type == Primitive.DATE ? Primitive.TIMESTAMP : type)
                : Optional.empty();
    }

    private static Optional<DataType> rounded(Optional<DataType> number) {
        return number.filter(type -> !(type instanceof DataType.Decimal)).map(type -> Primitive.LONG);
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
        Optional<DataType> decimal = Decimals.arithmetic(call.getKind(), types.get(0), types.get(1));
        if (decimal.isPresent()) {
            return decimal;
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
                shifted(call, types).or(() -> common.filter(type -> Types.isWhole(common) || type == Primitive.DOUBLE));
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
    private static Optional<DataType> shifted(SqlCall call, List<Optional<DataType>> types) {
        Optional<DataType> left = types.get(0);
        Optional<DataType> right = types.get(1);
        boolean timestamp =
                left.equals(Optional.of(Primitive.TIMESTAMP)) || left.equals(Optional.of(Primitive.TIMESTAMPTZ));
        if (timestamp && right.isEmpty()) {
            return left;
        }
        return left.filter(
                type -> type == Primitive.DATE && (Types.isWhole(right) || Intervals.isOfDays(call.operand(1))));
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
