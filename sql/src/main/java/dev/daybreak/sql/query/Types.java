package dev.daybreak.sql.query;

import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCollectionTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlUnknownLiteral;

/** Types of literals, of names of types, and of several values together. Empty stands for: only the engine can say. */
final class Types {
    private static final int MAX_PRECISION = 38;
    private static final int DEFAULT_PRECISION = 18;
    private static final int DEFAULT_SCALE = 3;

    private Types() {}

    static Optional<DataType> literal(SqlLiteral literal) {
        if (literal instanceof SqlNumericLiteral number) {
            return numeric(number);
        }
        return switch (literal.getTypeName()) {
            case BOOLEAN -> Optional.of(Primitive.BOOLEAN);
            case CHAR, VARCHAR -> Optional.of(Primitive.STRING);
            case DATE -> Optional.of(Primitive.DATE);
            case TIMESTAMP -> Optional.of(Primitive.TIMESTAMP);
            case UNKNOWN -> unparsed(literal);
            default -> Optional.empty();
        };
    }

    /** Calcite keeps a date or time that the grammar only names, such as {@code DATE '...'}, unread. */
    private static Optional<DataType> unparsed(SqlLiteral literal) {
        return literal instanceof SqlUnknownLiteral unknown
                ? DataType.parse(unknown.tag.toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    private static Optional<DataType> numeric(SqlNumericLiteral number) {
        if (number.toString().toUpperCase(Locale.ROOT).contains("E")) {
            return Optional.of(Primitive.DOUBLE);
        }
        if (!number.isInteger()) {
            return Decimals.literal(number.bigDecimalValue());
        }
        int bits = number.bigDecimalValue().toBigInteger().bitLength();
        return bits < Integer.SIZE
                ? Optional.of(Primitive.INT)
                : bits < Long.SIZE ? Optional.of(Primitive.LONG) : Optional.empty();
    }

    /** The type that a cast names. */
    static Optional<DataType> named(SqlDataTypeSpec spec) {
        return named(spec.getTypeNameSpec());
    }

    private static Optional<DataType> named(SqlTypeNameSpec spec) {
        if (spec instanceof SqlCollectionTypeNameSpec list) {
            return named(list.getElementTypeName()).map(DataType.ListOf::new);
        }
        String name = spec.getTypeName().toString().toUpperCase(Locale.ROOT);
        return switch (name) {
            case "DECIMAL", "NUMERIC" -> decimal(spec);
            case "TINYINT", "SMALLINT", "INT1", "INT2", "INT4", "SHORT", "BYTE", "UTINYINT", "USMALLINT" ->
                Optional.of(Primitive.INT);
            case "INT8", "UINTEGER", "HUGEINT" -> Optional.of(Primitive.LONG);
            case "FLOAT4" -> Optional.of(Primitive.FLOAT);
            case "FLOAT8", "DOUBLE PRECISION" -> Optional.of(Primitive.DOUBLE);
            case "CHAR", "CHARACTER", "BPCHAR", "UUID", "JSON" -> Optional.of(Primitive.STRING);
            case "BINARY", "VARBINARY", "BYTEA" -> Optional.of(Primitive.BINARY);
            case "DATETIME", "TIMESTAMP_NTZ" -> Optional.of(Primitive.TIMESTAMP);
            case "TIMESTAMP_TZ", "TIMESTAMP_WITH_LOCAL_TIME_ZONE", "TIMESTAMP_LTZ" ->
                Optional.of(Primitive.TIMESTAMPTZ);
            default -> DataType.parse(name.toLowerCase(Locale.ROOT));
        };
    }

    private static Optional<DataType> decimal(SqlTypeNameSpec spec) {
        int precision = DEFAULT_PRECISION;
        int scale = DEFAULT_SCALE;
        if (spec instanceof SqlBasicTypeNameSpec basic && basic.getPrecision() > 0) {
            precision = basic.getPrecision();
            scale = Math.max(0, basic.getScale());
        }
        boolean valid = precision <= MAX_PRECISION && scale <= precision;
        return valid ? Optional.of(new DataType.Decimal(precision, scale)) : Optional.empty();
    }

    /** The type that holds values of all: of numbers the wider one. Empty if one is unknown or they do not go together. */
    static Optional<DataType> common(List<Optional<DataType>> types) {
        Optional<DataType> common = types.isEmpty() ? Optional.empty() : types.get(0);
        for (Optional<DataType> type : types) {
            if (common.isEmpty() || type.isEmpty()) {
                return Optional.empty();
            }
            common = common(common.get(), type.get());
        }
        return common;
    }

    private static Optional<DataType> common(DataType one, DataType other) {
        if (one.equals(other)) {
            return Optional.of(one);
        }
        List<DataType> both = List.of(one, other);
        if (both.contains(Primitive.DOUBLE) && one.isNumeric() && other.isNumeric()) {
            return Optional.of(Primitive.DOUBLE);
        }
        if (both.contains(Primitive.LONG) && both.contains(Primitive.INT)) {
            return Optional.of(Primitive.LONG);
        }
        if (both.contains(Primitive.TIMESTAMP) && both.contains(Primitive.DATE)) {
            return Optional.of(Primitive.TIMESTAMP);
        }
        return Decimals.common(one, other);
    }

    /** The type of a list's elements. */
    static Optional<DataType> element(Optional<DataType> type) {
        return type.flatMap(
                known -> known instanceof DataType.ListOf list ? Optional.of(list.element()) : Optional.empty());
    }

    static boolean isWhole(Optional<DataType> type) {
        return type.equals(Optional.of(Primitive.INT)) || type.equals(Optional.of(Primitive.LONG));
    }
}
