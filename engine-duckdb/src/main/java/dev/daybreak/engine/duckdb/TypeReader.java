package dev.daybreak.engine.duckdb;

import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the type names that DuckDB tells of a query's columns, by recursive descent. Types without a counterpart in the
 * contract are read as the nearest one that holds their values; HUGEINT, which sums of integers have, as long.
 */
final class TypeReader {
    private final String text;
    private int at;

    private TypeReader(String text) {
        this.text = text;
    }

    /** The type, or null if the contract has none that holds its values. */
    static DataType read(String text) {
        TypeReader reader = new TypeReader(text);
        return reader.type();
    }

    private DataType type() {
        DataType type = base();
        while (type != null && take("[")) {
            at = text.indexOf(']', at) + 1;
            type = new DataType.ListOf(type);
        }
        return type;
    }

    private DataType base() {
        String name = name();
        return switch (name) {
            case "BOOLEAN" -> Primitive.BOOLEAN;
            case "TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT" -> Primitive.INT;
            case "BIGINT", "UINTEGER", "UBIGINT", "HUGEINT", "UHUGEINT" -> Primitive.LONG;
            case "FLOAT" -> Primitive.FLOAT;
            case "DOUBLE" -> Primitive.DOUBLE;
            case "VARCHAR", "\"NULL\"", "UUID", "JSON", "TIME", "TIME_NS", "TIME WITH TIME ZONE", "BIT" ->
                Primitive.STRING;
            case "ENUM" -> skipParentheses();
            case "BLOB" -> Primitive.BINARY;
            case "DATE" -> Primitive.DATE;
            case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" -> Primitive.TIMESTAMP;
            case "TIMESTAMP WITH TIME ZONE" -> Primitive.TIMESTAMPTZ;
            case "DECIMAL" -> decimal();
            case "STRUCT" -> struct();
            case "MAP" -> map();
            default -> null;
        };
    }

    private String name() {
        int start = at;
        while (at < text.length() && "([,)".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at).strip();
    }

    private DataType decimal() {
        int end = text.indexOf(')', at);
        String[] parts = text.substring(at + 1, end).split(",");
        at = end + 1;
        return new DataType.Decimal(Integer.parseInt(parts[0].strip()), Integer.parseInt(parts[1].strip()));
    }

    private DataType struct() {
        List<Column> fields = new ArrayList<>();
        take("(");
        do {
            skipSpaces();
            String name = fieldName();
            skipSpaces();
            DataType type = type();
            if (type == null) {
                return null;
            }
            fields.add(Column.of(name, type));
        } while (take(","));
        take(")");
        return new DataType.Struct(fields);
    }

    private String fieldName() {
        if (text.charAt(at) != '"') {
            int end = text.indexOf(' ', at);
            String name = text.substring(at, end);
            at = end;
            return name;
        }
        StringBuilder name = new StringBuilder();
        for (at++; text.charAt(at) != '"' || text.startsWith("\"\"", at); at++) {
            name.append(text.charAt(at));
            at += text.charAt(at) == '"' ? 1 : 0;
        }
        at++;
        return name.toString();
    }

    private DataType map() {
        take("(");
        DataType key = type();
        take(",");
        skipSpaces();
        DataType value = key == null ? null : type();
        take(")");
        return value == null ? null : new DataType.MapOf(key, value);
    }

    /** Enum values may hold any character, quoted like SQL texts. */
    private DataType skipParentheses() {
        boolean quoted = false;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            quoted ^= c == '\'';
            if (c == ')' && !quoted) {
                at++;
                break;
            }
        }
        return Primitive.STRING;
    }

    private boolean take(String token) {
        if (text.startsWith(token, at)) {
            at += token.length();
            return true;
        }
        return false;
    }

    private void skipSpaces() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }
}
