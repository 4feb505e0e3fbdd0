package dev.daybreak.project.alert;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many in any stretch of time of a length.
 *
 * @param count at least 1
 */
public record Rate(int count, Duration per) {
    /** What a message lists as permitted. */
    public static final String PERMITTED =
            "a whole number from 1 to 1000 and 'per minute', 'per hour' or 'per day', such as '10 per hour'";

    private static final int MOST = 1_000;
    private static final Pattern TEXT = Pattern.compile("(\\d{1,4})\\s+per\\s+([a-z]+)");
    private static final Map<String, Duration> STRETCHES =
            Map.of("minute", Duration.ofMinutes(1), "hour", Duration.ofHours(1), "day", Duration.ofDays(1));

    public Rate {
        if (count < 1 || per.isZero() || per.isNegative()) {
            throw new IllegalArgumentException("Invalid rate: " + count + " per " + per + "; permitted: " + PERMITTED);
        }
    }

    /** Empty if the text is none of the permitted. */
    public static Optional<Rate> parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int count = Integer.parseInt(matcher.group(1));
        return Optional.ofNullable(STRETCHES.get(matcher.group(2)))
                .filter(per -> count >= 1 && count <= MOST)
                .map(per -> new Rate(count, per));
    }
}
