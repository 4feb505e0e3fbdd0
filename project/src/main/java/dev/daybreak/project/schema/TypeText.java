package dev.daybreak.project.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text form of a {@link DataType} by recursive descent. */
final class TypeText {
    private static final Pattern TOKEN = Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_]*|[0-9]+|[<>(),:])");
    private final Matcher matcher;
    private String token;

    private TypeText(String text) {
        matcher = TOKEN.matcher(text);
        advance();
    }

    static DataType parse(String text) {
        TypeText reader = new TypeText(text);
        DataType type = reader.type();
        boolean atEnd = reader.token == null
                && reader.matcher.regionStart() == text.stripTrailing().length();
        return type != null && atEnd ? type : null;
    }

    private void advance() {
        if (matcher.lookingAt()) {
            token = matcher.group(1);
            matcher.region(matcher.end(), matcher.regionEnd());
        } else {
            token = null;
        }
    }

    private boolean take(String expected) {
        if (expected.equals(token)) {
            advance();
            return true;
        }
        return false;
    }

    private DataType type() {
        if (token == null) {
            return null;
        }
        String name = token.toLowerCase(Locale.ROOT);
        advance();
        return switch (name) {
            case "boolean", "bool" -> DataType.Primitive.BOOLEAN;
            case "int", "integer" -> DataType.Primitive.INT;
            case "long", "bigint" -> DataType.Primitive.LONG;
            case "float", "real" -> DataType.Primitive.FLOAT;
            case "double" -> DataType.Primitive.DOUBLE;
            case "string", "varchar", "text" -> DataType.Primitive.STRING;
            case "binary", "blob" -> DataType.Primitive.BINARY;
            case "date" -> DataType.Primitive.DATE;
            case "timestamp" -> DataType.Primitive.TIMESTAMP;
            case "timestamptz" -> DataType.Primitive.TIMESTAMPTZ;
            case "decimal", "numeric" -> decimal();
            case "list" -> list();
            case "map" -> map();
            case "struct" -> struct();
            default -> null;
        };
    }

    private DataType decimal() {
        if (!take("(")) {
            return null;
        }
        Integer precision = number();
        Integer scale = take(",") ? number() : Integer.valueOf(0);
        if (precision == null || scale == null || !take(")")) {
            return null;
        }
        boolean valid = precision >= 1 && precision <= 38 && scale <= precision;
        return valid ? new DataType.Decimal(precision, scale) : null;
    }

    private Integer number() {
        if (token == null || token.length() > 3 || !Character.isDigit(token.charAt(0))) {
            return null;
        }
        int value = Integer.parseInt(token);
        advance();
        return value;
    }

    private DataType list() {
        DataType element = take("<") ? type() : null;
        return element != null && take(">") ? new DataType.ListOf(element) : null;
    }

    private DataType map() {
        DataType key = take("<") ? type() : null;
        DataType value = key != null && take(",") ? type() : null;
        return value != null && take(">") ? new DataType.MapOf(key, value) : null;
    }

    private DataType struct() {
        if (!take("<")) {
            return null;
        }
        List<Column> fields = new ArrayList<>();
        do {
            String name = token;
            advance();
            DataType type = take(":") ? type() : null;
            if (name == null || type == null) {
                return null;
            }
            fields.add(Column.of(name, type));
        } while (take(","));
        return take(">") ? new DataType.Struct(fields) : null;
    }
}
