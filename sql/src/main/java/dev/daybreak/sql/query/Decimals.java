package dev.daybreak.sql.query;

import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Decimal;
import dev.daybreak.project.schema.DataType.Primitive;
import java.math.BigDecimal;
import java.util.Optional;
import org.apache.calcite.sql.SqlKind;

/** Digits of decimals that are computed, wide enough for every result. Where 38 digits do not do, only the engine can say. */
final class Decimals {
    private static final int MAX_PRECISION = 38;
    private static final int OF_INT = 10;
    private static final int OF_LONG = 19;

    private Decimals() {}

    static Optional<DataType> literal(BigDecimal value) {
        int scale = Math.max(0, value.scale());
        return of(Math.max(value.precision(), scale + 1), scale);
    }

    /** The type of a sum, difference, product or remainder; empty if neither is a decimal, or one is no exact number. */
    static Optional<DataType> arithmetic(SqlKind kind, Optional<DataType> left, Optional<DataType> right) {
        Optional<Decimal> one = exact(left);
        Optional<Decimal> other = exact(right);
        boolean decimal = left.filter(Decimal.class::isInstance).isPresent()
                || right.filter(Decimal.class::isInstance).isPresent();
        if (!decimal || one.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        Decimal a = one.get();
        Decimal b = other.get();
        int scale = Math.max(a.scale(), b.scale());
        int whole = Math.max(a.precision() - a.scale(), b.precision() - b.scale());
        return switch (kind) {
            case PLUS, MINUS -> of(whole + scale + 1, scale);
            case TIMES -> of(a.precision() + b.precision() + 1, a.scale() + b.scale());
            case MOD -> of(whole + scale, scale);
            default -> Optional.empty();
        };
    }

    /** The smallest decimal that holds values of both, if one is a decimal. */
    static Optional<DataType> common(DataType left, DataType right) {
        if (!(left instanceof Decimal) && !(right instanceof Decimal)) {
            return Optional.empty();
        }
        return exact(Optional.of(left)).flatMap(a -> exact(Optional.of(right))
                .flatMap(b -> of(
                        Math.max(a.precision() - a.scale(), b.precision() - b.scale()) + Math.max(a.scale(), b.scale()),
                        Math.max(a.scale(), b.scale()))));
    }

    private static Optional<Decimal> exact(Optional<DataType> type) {
        if (type.equals(Optional.of(Primitive.INT))) {
            return Optional.of(new Decimal(OF_INT, 0));
        } else if (type.equals(Optional.of(Primitive.LONG))) {
            return Optional.of(new Decimal(OF_LONG, 0));
        }
        return type.filter(Decimal.class::isInstance).map(Decimal.class::cast);
    }

    private static Optional<DataType> of(int precision, int scale) {
        return precision <= MAX_PRECISION
                ? Optional.of(new Decimal(precision, scale))
                : scale <= 6 ? Optional.of(new Decimal(MAX_PRECISION, scale)) : Optional.empty();
    }
}
