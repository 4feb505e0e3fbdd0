package dev.daybreak.server.pages;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A moment as a page tells it.
 *
 * @param machine in UTC, as ISO 8601 writes it
 * @param exact in the project's zone, which it names
 * @param ago how long before or after the page was made
 */
public record Moment(String machine, String exact, String ago) {
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    public static Moment of(Instant at, Instant now, ZoneId zone) {
        String exact = EXACT.format(at.atZone(zone)) + " " + name(zone);
        Duration since = Duration.between(at, now);
        String ago = since.isNegative() ? "in " + rough(since.negated()) : rough(since) + " ago";
        return new Moment(at.toString(), exact, since.abs().toSeconds() < 1 ? "now" : ago);
    }

    /** What people call a zone; of UTC, one of whose names is a mere letter, as well. */
    public static String name(ZoneId zone) {
        return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    /** In its greatest unit: {@code 3 minutes}. */
    public static String rough(Duration length) {
        if (length.toDays() >= 2) {
            return count(length.toDays(), "day");
        }
        if (length.toHours() >= 2) {
            return count(length.toHours(), "hour");
        }
        if (length.toMinutes() >= 2) {
            return count(length.toMinutes(), "minute");
        }
        return count(length.toSeconds(), "second");
    }

    /** How long something took: {@code 0.4 s}, {@code 12 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
    public static String took(Duration length) {
        long seconds = length.toSeconds();
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", length.toMillis() / 1000.0);
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds / 60 % 60 + " min";
    }

    public static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }
}
