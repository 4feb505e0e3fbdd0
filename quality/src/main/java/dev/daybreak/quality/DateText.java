package dev.daybreak.quality;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads dates and times as people write them: ISO first, then month names, then American order. */
final class DateText {
    private static final List<DateTimeFormatter> DATES = List.of(
            formatter("uuuu-MM-dd"),
            formatter("MMM d uuuu"),
            formatter("MMM d, uuuu"),
            formatter("MMMM d, uuuu"),
            formatter("d MMM uuuu"),
            formatter("M/d/uuuu"),
            formatter("uuuu/M/d"));
    private static final DateTimeFormatter ISO_TIME = DateTimeFormatter.ISO_LOCAL_DATE_TIME;
    private static final DateTimeFormatter WRITTEN = formatter("uuuu-MM-dd HH:mm:ss.SSSSSS");

    private DateText() {}

    private static DateTimeFormatter formatter(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.ENGLISH);
    }

    /**
     * {@code 2001-01-01}, or {@code 2001-01-01 12:00:01.000000}, with {@code +00} at the end if the text states an offset
     * and offsets are to be kept; empty if the text is no date.
     */
    static Optional<String> normalize(String text, boolean keepOffset) {
        String stripped = text.strip();
        String iso = stripped.length() > 10 && stripped.charAt(10) == ' ' ? stripped.replaceFirst(" ", "T") : stripped;
        try {
            OffsetDateTime time = OffsetDateTime.parse(iso);
            return Optional.of(
                    keepOffset
                            ? time.withOffsetSameInstant(ZoneOffset.UTC).format(WRITTEN) + "+00"
                            : time.toLocalDateTime().format(WRITTEN));
        } catch (DateTimeParseException e) {
            return local(iso, stripped);
        }
    }

    private static Optional<String> local(String iso, String stripped) {
        try {
            return Optional.of(LocalDateTime.parse(iso, ISO_TIME).format(WRITTEN));
        } catch (DateTimeParseException e) {
            return date(stripped).map(LocalDate::toString).or(() -> dateAndClock(stripped));
        }
    }

    private static Optional<String> dateAndClock(String text) {
        int blank = text.lastIndexOf(' ');
        if (blank < 0) {
            return Optional.empty();
        }
        try {
            LocalDateTime clock = LocalDateTime.parse("2000-01-01T" + text.substring(blank + 1), ISO_TIME);
            return date(text.substring(0, blank).strip())
                    .map(day -> day.atTime(clock.toLocalTime()).format(WRITTEN));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> date(String text) {
        return DATES.stream().flatMap(format -> date(text, format).stream()).findFirst();
    }

    private static Optional<LocalDate> date(String text, DateTimeFormatter format) {
        try {
            return Optional.of(LocalDate.parse(text, format));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
