package dev.daybreak.project.time;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time by the clock, as project files say it: {@code 30 seconds}, {@code 10 minutes}, {@code 2 hours}. */
public final class DurationText {
    /** What a message lists as permitted. */
    public static final String PERMITTED = "a whole number of seconds, minutes or hours, such as '10 minutes'";

    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})\\s*([a-z]+?)s?");
    private static final Map<String, ChronoUnit> UNITS =
            Map.of("second", ChronoUnit.SECONDS, "minute", ChronoUnit.MINUTES, "hour", ChronoUnit.HOURS);

    private DurationText() {}

    /** Empty if the text is none of the permitted. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
        return matcher.matches()
                ? Optional.ofNullable(UNITS.get(matcher.group(2)))
                        .map(unit -> Duration.of(Long.parseLong(matcher.group(1)), unit))
                : Optional.empty();
    }

    /** In the greatest unit that says it exactly, such as {@code 90 seconds}; a part of a second is left out. */
    public static String of(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds != 0 && seconds % 3600 == 0) {
            return count(seconds / 3600, "hour");
        }
        return seconds != 0 && seconds % 60 == 0 ? count(seconds / 60, "minute") : count(seconds, "second");
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
