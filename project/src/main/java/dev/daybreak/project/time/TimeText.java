package dev.daybreak.project.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads a point in time as project files and the command line say it. */
public final class TimeText {
    /** What a message lists as permitted. */
    public static final String PERMITTED =
            "a date or a timestamp, such as '2025-03-01', '2025-03-01T06:30' or '2025-03-01T06:30:00Z'";

    private TimeText() {}

    /**
     * The instant a text names, or empty if it names none.
     *
     * @param zone a date is the start of that day in it, and a timestamp without an offset is wall-clock time in it
     */
    public static Optional<Instant> parse(String text, ZoneId zone) {
        String trimmed = text.strip().replace(' ', 'T');
        if (trimmed.length() == "2025-03-01".length()) {
            return attempt(() -> LocalDate.parse(trimmed).atStartOfDay(zone).toInstant());
        }
        return attempt(() -> OffsetDateTime.parse(trimmed).toInstant())
                .or(() ->
                        attempt(() -> LocalDateTime.parse(trimmed).atZone(zone).toInstant()));
    }

    private static Optional<Instant> attempt(Supplier<Instant> reading) {
        try {
            return Optional.of(reading.get());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
