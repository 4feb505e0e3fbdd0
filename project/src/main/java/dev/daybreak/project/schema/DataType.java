package dev.daybreak.project.schema;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The type of a column, alike in contracts, the lake and every engine. The text form is what project files say:
 * {@code long}, {@code decimal(12,2)}, {@code list<string>}, {@code struct<a: int, b: string>}, {@code map<string, double>}.
 */
public sealed interface DataType {
    /** Types without parts. */
    enum Primitive implements DataType {
        BOOLEAN,
        /** Signed, 32 bits. */
        INT,
        /** Signed, 64 bits. */
        LONG,
        FLOAT,
        DOUBLE,
        STRING,
        BINARY,
        DATE,
        /** Wall-clock date and time without a zone, in microseconds. */
        TIMESTAMP,
        /** An instant, in microseconds. */
        TIMESTAMPTZ;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Exact decimal: precision 1 to 38, scale 0 to precision. */
    record Decimal(int precision, int scale) implements DataType {
        public Decimal {
            if (precision < 1 || precision > 38 || scale < 0 || scale > precision) {
                throw new IllegalArgumentException("Invalid type decimal(" + precision + "," + scale
                        + "): precision must be 1 to 38 and scale 0 to the precision");
            }
        }

        @Override
        public String toString() {
            return "decimal(" + precision + "," + scale + ")";
        }
    }

    /** A list whose elements share one type. */
    record ListOf(DataType element) implements DataType {
        @Override
        public String toString() {
            return "list<" + element + ">";
        }
    }

    /** A map with unique keys. */
    record MapOf(DataType key, DataType value) implements DataType {
        @Override
        public String toString() {
            return "map<" + key + ", " + value + ">";
        }
    }

    /** Named fields in order. */
    record Struct(List<Column> fields) implements DataType {
        public Struct {
            fields = List.copyOf(fields);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("struct<");
            for (Column field : fields) {
                text.append(text.length() > 7 ? ", " : "")
                        .append(field.name())
                        .append(": ")
                        .append(field.type());
            }
            return text.append('>').toString();
        }
    }

    /** What a message lists as permitted. */
    String PERMITTED = "boolean, int, long, float, double, decimal(p,s), string, binary, date, timestamp, timestamptz, "
            + "list<T>, map<K, V>, struct<name: T, ...>";

    /** The type a text names, or empty if it names none. {@code bigint}, {@code integer} and {@code varchar} are understood too. */
    static Optional<DataType> parse(String text) {
        return Optional.ofNullable(TypeText.parse(text));
    }

    /** Whether values can be added, averaged and compared as numbers. */
    default boolean isNumeric() {
        return this instanceof Decimal
                || this == Primitive.INT
                || this == Primitive.LONG
                || this == Primitive.FLOAT
                || this == Primitive.DOUBLE;
    }

    /** Whether values lie on the time line: date, timestamp or timestamptz. */
    default boolean isTemporal() {
        return this == Primitive.DATE || this == Primitive.TIMESTAMP || this == Primitive.TIMESTAMPTZ;
    }
}
