package dev.daybreak.project.time;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of calendar time as project files say it: {@code 30 days}, {@code 2 hours}, {@code 1 week}, {@code 3 months}.
 * Days and longer keep the wall-clock time when the clocks change; hours and shorter are exact.
 *
 * @param count at least 0
 * @param unit minutes, hours, days, weeks or months
 */
public record Span(long count, ChronoUnit unit) {
    /** What a message lists as permitted. */
    public static final String PERMITTED =
            "a whole number and minutes, hours, days, weeks or months, such as '30 days'";

    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})\\s*([a-z]+)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "minute", ChronoUnit.MINUTES,
            "hour", ChronoUnit.HOURS,
            "day", ChronoUnit.DAYS,
            "week", ChronoUnit.WEEKS,
            "month", ChronoUnit.MONTHS);

    public Span {
        if (count < 0 || !UNITS.containsValue(unit)) {
            throw new IllegalArgumentException("Invalid span: " + count + " " + unit + "; permitted: " + PERMITTED);
        }
    }

    public static Span days(long count) {
        return new Span(count, ChronoUnit.DAYS);
    }

    public static Optional<Span> parse(String text) {
        Matcher matcher = TEXT.matcher(text.trim().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String name = matcher.group(2);
        ChronoUnit unit = UNITS.get(name.endsWith("s") ? name.substring(0, name.length() - 1) : name);
        return Optional.ofNullable(unit).map(known -> new Span(Long.parseLong(matcher.group(1)), known));
    }

    public Instant before(Instant instant, ZoneId zone) {
        return instant.atZone(zone).minus(count, unit).toInstant();
    }

    public Instant after(Instant instant, ZoneId zone) {
        return instant.atZone(zone).plus(count, unit).toInstant();
    }

    @Override
    public String toString() {
        String name = unit.name().toLowerCase(Locale.ROOT);
        return count + " " + (count == 1 ? name.substring(0, name.length() - 1) : name);
    }
}
