package dev.daybreak.project.schedule;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the five fields of Unix cron: what it permits, and the values that a text stands for.
 *
 * @param least the smallest number
 * @param most the largest number
 * @param names that stand for numbers, from {@code least} on
 */
record CronField(String name, int least, int most, List<String> names) {
    /** In the order in which they are written. 0 is Sunday, and so is 7. */
    static final List<CronField> ALL = List.of(
            new CronField("minute", 0, 59, List.of()),
            new CronField("hour", 0, 23, List.of()),
            new CronField("day of month", 1, 31, List.of()),
            new CronField(
                    "month",
                    1,
                    12,
                    List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
            new CronField("day of week", 0, 7, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));

    private static final Pattern PART =
            Pattern.compile("(?:\\*|([0-9]{1,4}|[A-Za-z]+)(?:-([0-9]{1,4}|[A-Za-z]+))?)(?:/([0-9]{1,4}))?");

    /** Such as {@code minute (0-59)}. */
    String words() {
        String named = names.isEmpty() ? "" : ", " + names.get(0) + "-" + names.get(names.size() - 1);
        return name + " (" + least + "-" + most + named + ")";
    }

    /**
     * The values that a text stands for: {@code *}, values, ranges (also over the end, as {@code nov-mar}) and steps, between commas.
     *
     * @throws IllegalArgumentException with the part that does not fit
     */
    BitSet values(String text) {
        BitSet values = new BitSet();
        for (String part : text.split(",", -1)) {
            Matcher matcher = PART.matcher(part);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(part);
            }
            add(matcher, values);
        }
        return values;
    }

    private void add(Matcher part, BitSet values) {
        int step = part.group(3) == null ? 1 : Integer.parseInt(part.group(3));
        if (step == 0) {
            throw new IllegalArgumentException(part.group());
        }
        // The last number of the week's days is another name of its first.
        int end = isWeekday() ? most - 1 : most;
        int span = end - least + 1;
        int from = part.group(1) == null ? least : value(part.group(1));
        int to;
        if (part.group(2) != null) {
            to = value(part.group(2));
        } else {
            // 5/15 stands for 5-59/15.
            to = part.group(1) == null || part.group(3) != null ? end : from;
        }
        if (isWeekday() && from == most) {
            from = least;
            to = to == most ? least : to;
        }
        for (int value = from; value <= (to < from ? to + span : to); value += step) {
            values.set(value > end ? value - span : value);
        }
    }

    private boolean isWeekday() {
        return names.size() == most && least == 0;
    }

    private int value(String text) {
        int name = names.indexOf(text.toLowerCase(Locale.ROOT));
        int value = name >= 0 ? name + least : Character.isDigit(text.charAt(0)) ? Integer.parseInt(text) : -1;
        if (value < least || value > most) {
            throw new IllegalArgumentException(text);
        }
        return value;
    }
}
