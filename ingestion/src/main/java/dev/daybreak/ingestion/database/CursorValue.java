package dev.daybreak.ingestion.database;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;

/**
 * A value of a cursor column, which survives being kept as text.
 *
 * @param value Long, BigDecimal, Double, LocalDate, LocalDateTime, OffsetDateTime or String
 */
record CursorValue(Object value) {
    /** The value of a column of the current row; null for null. */
    static CursorValue of(ResultSet row, int column) throws SQLException {
        Object value = Values.read(row, column);
        if (value == null) {
            return null;
        }
        if (value instanceof Integer || value instanceof Short) {
            return new CursorValue(((Number) value).longValue());
        }
        return new CursorValue(kind(value) == '?' ? value.toString() : value);
    }

    static CursorValue parse(String kept) {
        String text = kept.substring(1);
        return new CursorValue(
                switch (kept.charAt(0)) {
                    case 'l' -> Long.valueOf(text);
                    case 'n' -> new BigDecimal(text);
                    case 'd' -> Double.valueOf(text);
                    case 'D' -> LocalDate.parse(text);
                    case 't' -> LocalDateTime.parse(text);
                    case 'z' -> OffsetDateTime.parse(text);
                    default -> text;
                });
    }

    private static char kind(Object value) {
        if (value instanceof Long) {
            return 'l';
        }
        if (value instanceof BigDecimal) {
            return 'n';
        }
        if (value instanceof Double) {
            return 'd';
        }
        if (value instanceof LocalDate) {
            return 'D';
        }
        if (value instanceof LocalDateTime) {
            return 't';
        }
        if (value instanceof OffsetDateTime) {
            return 'z';
        }
        return value instanceof String ? 's' : '?';
    }

    /** With its kind before it, as {@link #parse} takes it. */
    String kept() {
        return kind(value) + value.toString();
    }

    /** As the value's text stands in the rows that are read. */
    String text() {
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    void bind(PreparedStatement statement, int parameter) throws SQLException {
        if (value instanceof String text) {
            statement.setString(parameter, text);
        } else {
            statement.setObject(parameter, value);
        }
    }
}
