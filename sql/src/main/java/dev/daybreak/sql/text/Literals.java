package dev.daybreak.sql.text;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Writes values as SQL literals that every engine reads alike. */
final class Literals {
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);

    /** {@code +00:00}, since not every engine takes a Z. */
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxx", Locale.ROOT);

    private Literals() {}

    /** @throws IllegalArgumentException if there is no literal for values of that class */
    static String of(Object value) {
        if (value == null) {
            return "NULL";
        } else if (value instanceof String text) {
            return text(text);
        } else if (value instanceof Boolean) {
            return value.toString();
        } else if (value instanceof BigDecimal number) {
            return number(number.toPlainString());
        } else if (value instanceof Double number) {
            return Double.isFinite(number) ? number(number.toString()) : "CAST('" + number + "' AS DOUBLE)";
        } else if (value instanceof Number) {
            return number(value.toString());
        } else if (value instanceof LocalDateTime time) {
            return "TIMESTAMP '" + TIMESTAMP.format(time) + "'";
        } else if (value instanceof OffsetDateTime instant) {
            return "TIMESTAMP WITH TIME ZONE '" + TIMESTAMP.format(instant) + OFFSET.format(instant) + "'";
        } else if (value instanceof LocalDate date) {
            return "DATE '" + date + "'";
        }
        throw new IllegalArgumentException(
                "Invalid parameter value '" + value + "': " + value.getClass().getSimpleName()
                        + " has no SQL literal; permitted: text, number, boolean, LocalDate, LocalDateTime, OffsetDateTime");
    }

    /** A backslash is an escape for some engines, so it is joined to what stands around it. */
    private static String text(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        return text.indexOf('\\') < 0 ? quoted : "(" + quoted.replace("\\", "' || chr(92) || '") + ")";
    }

    /** A minus sign is kept off a minus before it, since two of them begin a comment. */
    private static String number(String digits) {
        return digits.startsWith("-") ? "(" + digits + ")" : digits;
    }
}
