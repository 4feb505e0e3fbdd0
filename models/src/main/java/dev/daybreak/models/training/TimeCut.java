package dev.daybreak.models.training;

import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Span;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Where training ends and the holdout begins.
 *
 * @param at the first instant of the holdout
 * @param end where the holdout ends, exclusive
 */
record TimeCut(Instant at, Instant end) {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    /**
     * The cut before the last stretch of an interval; of all there is, before the last stretch up to the latest row.
     *
     * @return empty if there is no row with a time
     */
    static Optional<TimeCut> of(
            DataInterval interval, Span last, ZoneId zone, Session session, String table, Column column) {
        Optional<Instant> end =
                interval.isAll() ? afterLatest(session, table, column, zone) : Optional.of(interval.end());
        return end.map(instant -> new TimeCut(last.before(instant, zone), instant));
    }

    private static Optional<Instant> afterLatest(Session session, String table, Column column, ZoneId zone) {
        String sql = "SELECT MAX(" + RowReader.quoted(column.name()) + ") FROM " + RowReader.quoted(table);
        try (Rows rows = session.query(sql)) {
            return rows.next() ? Optional.ofNullable(rows.value(0)).map(value -> after(value, zone)) : Optional.empty();
        }
    }

    private static Instant after(Object value, ZoneId zone) {
        if (value instanceof LocalDate date) {
            return date.plusDays(1).atStartOfDay(zone).toInstant();
        }
        Instant instant =
                value instanceof LocalDateTime local ? local.atZone(zone).toInstant() : (Instant) value;
        return instant.plusNanos(1000);
    }

    /** The cut as a literal of the column's type; dates and times without a zone are the project's. */
    String literal(Column column, ZoneId zone) {
        if (column.type() == Primitive.DATE) {
            LocalDate date = at.atZone(zone).toLocalDate();
            boolean startsEarlier = date.atStartOfDay(zone).toInstant().isBefore(at);
            return "CAST('" + (startsEarlier ? date.plusDays(1) : date) + "' AS DATE)";
        }
        if (column.type() == Primitive.TIMESTAMP) {
            return "CAST('" + SECONDS.format(at.atZone(zone)) + "' AS TIMESTAMP)";
        }
        return "CAST('" + SECONDS.format(at.atZone(ZoneOffset.UTC)) + "+00:00' AS TIMESTAMP WITH TIME ZONE)";
    }
}
