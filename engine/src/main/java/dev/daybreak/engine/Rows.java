package dev.daybreak.engine;

import dev.daybreak.project.schema.Schema;

/**
 * The result of a query, row by row. Not thread-safe.
 *
 * <p>Values are Boolean, Integer, Long, Float, Double, BigDecimal, String, byte[], LocalDate, LocalDateTime
 * (timestamp), Instant (timestamptz), List, and Map (map and struct, in order), or null.
 */
public interface Rows extends AutoCloseable {
    Schema schema();

    /** Moves to the next row; false after the last. */
    boolean next();

    /** The value of a column of the current row, 0-based; null for null. */
    Object value(int column);

    /** The value as a double, NaN for null; only for numeric and boolean columns. No object is made. */
    double doubleValue(int column);

    @Override
    void close();
}
