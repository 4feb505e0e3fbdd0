package dev.daybreak.ingestion.database;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Locale;

/** Values of a database row, as JSON that the contract is held against. */
final class Values {
    private Values() {}

    /** Times as java.time, so that neither the JVM's nor the driver's zone bends them; null for null. */
    static Object read(ResultSet row, int column) throws SQLException {
        return switch (row.getMetaData().getColumnTypeName(column).toLowerCase(Locale.ROOT)) {
            case "timestamptz" -> row.getObject(column, OffsetDateTime.class);
            case "timestamp" -> isText(row) ? row.getString(column) : row.getObject(column, LocalDateTime.class);
            case "date" -> isText(row) ? row.getString(column) : row.getObject(column, LocalDate.class);
            default -> row.getObject(column);
        };
    }

    /** SQLite keeps what it is given, whatever type a column was declared with. */
    private static boolean isText(ResultSet row) {
        return row.getClass().getName().startsWith("org.sqlite.");
    }

    static void write(Object value, String typeName, JsonGenerator json) throws IOException, SQLException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number.toPlainString());
        } else if (value instanceof Integer || value instanceof Long || value instanceof Short) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Double || value instanceof Float) {
            writeDouble((Number) value, json);
        } else if (value instanceof byte[] bytes) {
            json.writeString(Base64.getEncoder().encodeToString(bytes));
        } else if (value instanceof Array array) {
            writeArray(array, json);
        } else if (typeName.startsWith("json")) {
            json.writeRawValue(
                    value.toString().replace('\n', ' ').replace('\t', ' ').replace('\r', ' '));
        } else {
            json.writeString(value.toString());
        }
    }

    private static void writeDouble(Number value, JsonGenerator json) throws IOException {
        if (Double.isFinite(value.doubleValue())) {
            json.writeNumber(value.toString());
        } else {
            json.writeString(value.toString());
        }
    }

    private static void writeArray(Array array, JsonGenerator json) throws IOException, SQLException {
        json.writeStartArray();
        for (Object element : (Object[]) array.getArray()) {
            write(element, "", json);
        }
        json.writeEndArray();
    }
}
