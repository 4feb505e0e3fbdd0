package dev.daybreak.project.unittest;

import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Decimal;
import dev.daybreak.project.schema.DataType.ListOf;
import dev.daybreak.project.schema.DataType.MapOf;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.DataType.Struct;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Written values as the engines give those of a type, so that both can be compared. */
final class CellValue {
    private CellValue() {}

    /**
     * A written value as one of a type: Boolean, Integer, Long, Float, Double, BigDecimal (of the type's scale), String, byte[] (written in
     * Base64), LocalDate, LocalDateTime, Instant (written with an offset), List, Map (also of a struct, with all its fields), or null.
     */
    static Object of(YamlValue cell, DataType type) throws UnfitCellException {
        if (cell instanceof YamlValue.Scalar scalar) {
            if (scalar.type() == YamlValue.Type.NULL) {
                return null;
            }
            if (type instanceof Primitive primitive) {
                return scalar(scalar, primitive);
            }
            if (type instanceof Decimal decimal) {
                return decimal(scalar, decimal);
            }
        }
        if (type instanceof ListOf list && cell instanceof YamlValue.Sequence sequence) {
            List<Object> items = new ArrayList<>();
            for (YamlValue item : sequence.items()) {
                items.add(of(item, list.element()));
            }
            return items;
        }
        if (type instanceof MapOf map && cell instanceof YamlValue.Mapping mapping) {
            return map(mapping, map);
        }
        if (type instanceof Struct struct && cell instanceof YamlValue.Mapping mapping) {
            return struct(mapping, struct);
        }
        throw new UnfitCellException(cell, "a value of type " + type);
    }

    private static Map<Object, Object> map(YamlValue.Mapping mapping, MapOf type) throws UnfitCellException {
        Map<Object, Object> values = new LinkedHashMap<>();
        for (YamlValue.Entry entry : mapping.entries()) {
            YamlValue key = new YamlValue.Scalar(
                    YamlValue.Type.TEXT, entry.key(), entry.key(), entry.place(), Optional.empty());
            values.put(of(key, type.key()), of(entry.value(), type.value()));
        }
        return values;
    }

    private static Map<String, Object> struct(YamlValue.Mapping mapping, Struct type) throws UnfitCellException {
        for (YamlValue.Entry entry : mapping.entries()) {
            if (type.fields().stream().noneMatch(field -> field.name().equals(entry.key()))) {
                throw new UnfitCellException(mapping, "the fields of " + type);
            }
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Column field : type.fields()) {
            Optional<YamlValue> value = mapping.find(field.name()).map(YamlValue.Entry::value);
            values.put(field.name(), value.isPresent() ? of(value.get(), field.type()) : null);
        }
        return values;
    }

    private static BigDecimal decimal(YamlValue.Scalar scalar, Decimal type) throws UnfitCellException {
        try {
            BigDecimal number = new BigDecimal(scalar.text().strip()).setScale(type.scale(), RoundingMode.UNNECESSARY);
            if (number.precision() <= type.precision()) {
                return number;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // Told below, as a number with too many digits is.
        }
        throw new UnfitCellException(scalar, "a " + type);
    }

    private static Object scalar(YamlValue.Scalar scalar, Primitive type) throws UnfitCellException {
        String text = scalar.text();
        try {
            return switch (type) {
                case STRING -> text;
                case BOOLEAN -> truth(text.strip());
                case INT -> Integer.valueOf(text.strip());
                case LONG -> Long.valueOf(text.strip());
                case FLOAT -> (float) real(scalar);
                case DOUBLE -> real(scalar);
                case BINARY -> Base64.getDecoder().decode(text.strip());
                case DATE -> LocalDate.parse(text.strip());
                case TIMESTAMP -> timestamp(text.strip());
                case TIMESTAMPTZ ->
                    OffsetDateTime.parse(text.strip().replace(' ', 'T')).toInstant();
            };
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new UnfitCellException(scalar, permitted(type));
        }
    }

    private static boolean truth(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return text.equals("true");
    }

    private static double real(YamlValue.Scalar scalar) {
        Object literal = Scalars.literal(scalar);
        return literal instanceof Number number
                ? number.doubleValue()
                : Double.parseDouble(scalar.text().strip());
    }

    private static LocalDateTime timestamp(String text) {
        boolean isDate = text.length() == "2025-03-01".length();
        return isDate ? LocalDate.parse(text).atStartOfDay() : LocalDateTime.parse(text.replace(' ', 'T'));
    }

    private static String permitted(Primitive type) {
        return switch (type) {
            case BOOLEAN -> "true or false";
            case INT -> "a whole number of 32 bits";
            case LONG -> "a whole number of 64 bits";
            case FLOAT, DOUBLE -> "a number";
            case STRING -> "a text";
            case BINARY -> "bytes in Base64";
            case DATE -> "a date such as 2025-03-01";
            case TIMESTAMP -> "a date and time such as '2025-03-01 06:30:00'";
            case TIMESTAMPTZ -> "a date and time with its offset such as '2025-03-01 06:30:00Z'";
        };
    }
}
