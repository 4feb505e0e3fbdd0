package dev.daybreak.project.dashboard;

import dev.daybreak.project.form.Scalars;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something that whoever looks at a dashboard picks, and that its texts name as {@code :name}. Its values go into SQL as literals of their type,
 * never as text.
 *
 * @param label what people read; its name if the author says no more
 * @param fallback the value when nobody picks one, of its type
 * @param options the values that may be picked; empty: all of its type
 */
public record Parameter(String name, String label, Type type, Object fallback, List<Object> options) {
    /** What values are. */
    public enum Type {
        /** Any text. */
        STRING,
        /** A whole number of 64 bits. */
        LONG,
        /** A finite number. */
        DOUBLE,
        BOOLEAN,
        DATE,
        /** Without a zone. */
        TIMESTAMP;

        /** The value that a text says: String, Long, Double or BigDecimal, Boolean, LocalDate or LocalDateTime; empty if it says none. */
        public Optional<Object> parse(String text) {
            return switch (this) {
                case STRING -> Optional.of(text);
                case LONG -> number(text).filter(value -> value instanceof Long);
                case DOUBLE -> number(text).filter(value -> !(value instanceof Double real) || Double.isFinite(real));
                case BOOLEAN ->
                    text.equals("true") || text.equals("false")
                            ? Optional.of(Boolean.parseBoolean(text))
                            : Optional.empty();
                case DATE -> time(() -> LocalDate.parse(text.strip()));
                case TIMESTAMP ->
                    time(() -> LocalDateTime.parse(text.strip().replace(' ', 'T')))
                            .or(() -> time(() -> LocalDate.parse(text.strip()).atStartOfDay()));
            };
        }

        private static Optional<Object> number(String text) {
            Object value = Scalars.literal(text.strip());
            if (value instanceof Integer number) {
                return Optional.of(number.longValue());
            }
            boolean isNumber = value instanceof Long || value instanceof Double || value instanceof BigDecimal;
            return isNumber ? Optional.of(value) : Optional.empty();
        }

        private static Optional<Object> time(Supplier<Object> reading) {
            try {
                return Optional.of(reading.get());
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }

        /** What a message lists as permitted. */
        public String permitted() {
            return switch (this) {
                case STRING -> "a text";
                case LONG -> "a whole number";
                case DOUBLE -> "a number";
                case BOOLEAN -> "true or false";
                case DATE -> "a date, such as 2025-03-01";
                case TIMESTAMP -> "a date and time, such as 2025-03-01T06:30";
            };
        }
    }

    public Parameter {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(fallback, "fallback");
        options = List.copyOf(options);
    }

    /** The value that a text picks; empty if it is not of the type, or none of the options. */
    public Optional<Object> picked(String text) {
        return type.parse(text).filter(value -> options.isEmpty() || options.contains(value));
    }

    /** What may be picked, for a message. */
    public String permitted() {
        return options.isEmpty()
                ? type.permitted()
                : "one of "
                        + String.join(
                                ", ", options.stream().map(Object::toString).toList());
    }
}
