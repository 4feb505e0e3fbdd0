package dev.daybreak.project.time;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text that names a data interval: {@code {start}} and {@code {end}} stand for its instants in UTC, {@code {start:yyyy/MM/dd}} for the
 * local time in a zone by a pattern of {@link DateTimeFormatter}. Other braces stand for themselves.
 */
public record IntervalTemplate(String text) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(start|end)(?::([^}]*))?}");

    /** What is wrong with a pattern in it; empty if nothing is. */
    public Optional<String> problem() {
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            try {
                format(matcher.group(2), Instant.EPOCH, ZoneId.of("UTC"));
            } catch (RuntimeException e) {
                return Optional.of("'" + matcher.group() + "' is no pattern for a time: " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    public boolean namesInterval() {
        return PLACEHOLDER.matcher(text).find();
    }

    public String fill(DataInterval interval, ZoneId zone) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(format(
                        found.group(2), found.group(1).equals("start") ? interval.start() : interval.end(), zone)));
    }

    private static String format(String pattern, Instant instant, ZoneId zone) {
        return pattern == null
                ? instant.toString()
                : DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(instant.atZone(zone));
    }
}
