package dev.daybreak.project.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * When a schedule fires: five fields of Unix cron, or a nickname. As in Vixie's cron, a day fits if its date or its weekday does,
 * unless one of the two fields is {@code *}: then both must.
 *
 * <p>Where clocks change, schedules with a fixed hour keep to the wall clock: a time that does not exist fires once, at the end
 * of the gap, and one that occurs twice fires at the first. Schedules for every hour keep to real time: they fire at each
 * occurrence, and what falls into a gap is left out, since no real hour is missing.
 */
public final class Cron {
    private static final List<String> NICKNAMES =
            List.of("@hourly", "@daily", "@weekly", "@monthly", "@yearly", "@midnight", "@annually");

    /** What fires at all fires within this: a 29 February on a given weekday takes 40 years across 2100. */
    private static final int LONGEST_WAIT_YEARS = 41;

    private final String text;
    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet days;
    private final BitSet months;
    private final BitSet weekdays;
    private final boolean eitherDay;

    private Cron(String text, String[] fields, List<BitSet> values) {
        this.text = text;
        minutes = values.get(0);
        hours = values.get(1);
        days = values.get(2);
        months = values.get(3);
        weekdays = values.get(4);
        eitherDay = !fields[2].equals("*") && !fields[4].equals("*");
    }

    /** The names that stand for five fields. */
    public static List<String> nicknames() {
        return NICKNAMES;
    }

    private static String fields(String text) {
        return switch (text) {
            case "@hourly" -> "0 * * * *";
            case "@daily", "@midnight" -> "0 0 * * *";
            case "@weekly" -> "0 0 * * 0";
            case "@monthly" -> "0 0 1 * *";
            case "@yearly", "@annually" -> "0 0 1 1 *";
            default -> text;
        };
    }

    /**
     * Reads a schedule.
     *
     * @param problems told each thing that is wrong with the text, as what follows "Invalid schedule 'TEXT': "
     * @return empty if something is wrong
     */
    public static Optional<Cron> parse(String text, Consumer<String> problems) {
        String stripped = text.strip();
        String[] fields = fields(stripped).split("\\s+");
        List<CronField> kinds = CronField.ALL;
        if (fields.length != kinds.size()) {
            String count = stripped.startsWith("@") ? "" : "found " + fields.length + " fields, ";
            problems.accept(count + "expected five (minute, hour, day of month, month, day of week) or one of "
                    + String.join(", ", NICKNAMES));
            return Optional.empty();
        }
        List<BitSet> values = new ArrayList<>();
        for (int i = 0; i < fields.length; i++) {
            try {
                values.add(kinds.get(i).values(fields[i]));
            } catch (IllegalArgumentException e) {
                problems.accept("'" + e.getMessage() + "' does not fit the field "
                        + kinds.get(i).words());
            }
        }
        if (values.size() < fields.length) {
            return Optional.empty();
        }
        Cron cron = new Cron(stripped, fields, values);
        if (cron.next(Instant.EPOCH, ZoneOffset.UTC).isEmpty()) {
            problems.accept("there is no such day in any year");
            return Optional.empty();
        }
        return Optional.of(cron);
    }

    /**
     * The first time after an instant, exclusive.
     *
     * @return empty if it would lie beyond the last instant that can be told
     */
    public Optional<Instant> next(Instant after, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        try {
            LocalDate start = after.atZone(zone).toLocalDate().minusDays(1);
            LocalDate end = start.plusYears(LONGEST_WAIT_YEARS);
            Instant best = null;
            for (LocalDate day = start; day.isBefore(end); day = nextDay(day)) {
                Optional<Instant> found = fits(day) ? first(day, after, rules) : Optional.empty();
                if (best != null) {
                    // Where clocks go back at midnight, times of two days lie between each other.
                    return Optional.of(found.filter(best::isAfter).isPresent() ? found.get() : best);
                }
                best = found.orElse(null);
            }
            return Optional.ofNullable(best);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The day after; the first of the next month that fits, from a month that does not. */
    private LocalDate nextDay(LocalDate day) {
        return months.get(day.getMonthValue())
                ? day.plusDays(1)
                : day.withDayOfMonth(1).plusMonths(1);
    }

    private boolean fits(LocalDate day) {
        if (!months.get(day.getMonthValue())) {
            return false;
        }
        boolean date = days.get(day.getDayOfMonth());
        boolean weekday = weekdays.get(day.getDayOfWeek().getValue() % 7);
        return eitherDay ? date || weekday : date && weekday;
    }

    /** The first time of a local day after an instant. */
    private Optional<Instant> first(LocalDate day, Instant after, ZoneRules rules) {
        ZoneOffset offset = rules.getOffset(day.atStartOfDay());
        return isPlain(day.atStartOfDay().toInstant(offset), rules)
                ? firstOfPlainDay(day, after, offset)
                : firstOfChangedDay(day, after, rules);
    }

    /** Whether clocks do not change on the day that starts then, nor on those beside it. */
    private static boolean isPlain(Instant start, ZoneRules rules) {
        ZoneOffsetTransition change = rules.nextTransition(start.minus(Duration.ofDays(1)));
        return change == null || change.getInstant().isAfter(start.plus(Duration.ofDays(2)));
    }

    private Optional<Instant> firstOfPlainDay(LocalDate day, Instant after, ZoneOffset offset) {
        LocalDateTime from = LocalDateTime.ofInstant(after, offset);
        if (from.toLocalDate().isBefore(day)) {
            return times(day).findFirst().map(local -> local.toInstant(offset));
        }
        if (from.toLocalDate().isAfter(day)) {
            return Optional.empty();
        }
        int hour = hours.nextSetBit(from.getHour());
        int minute = hour == from.getHour() ? minutes.nextSetBit(from.getMinute() + 1) : minutes.nextSetBit(0);
        if (minute < 0) {
            hour = hours.nextSetBit(from.getHour() + 1);
            minute = minutes.nextSetBit(0);
        }
        return hour < 0
                ? Optional.empty()
                : Optional.of(day.atTime(hour, minute).toInstant(offset));
    }

    /** Times by the wall clock are not in order here; but an hour whose times all lie before, or behind the best, is passed over. */
    private Optional<Instant> firstOfChangedDay(LocalDate day, Instant after, ZoneRules rules) {
        IntSummaryStatistics offsets = offsetsAround(day, rules);
        Instant best = null;
        for (int hour = hours.nextSetBit(0); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
            Instant hourInUtc = day.atTime(hour, 0).toInstant(ZoneOffset.UTC);
            if (best != null && hourInUtc.minusSeconds(offsets.getMax()).isAfter(best)) {
                break;
            }
            boolean mayHoldIt = hourInUtc.plusSeconds(3600 - offsets.getMin()).isAfter(after);
            for (int minute = minutes.nextSetBit(0);
                    mayHoldIt && minute >= 0;
                    minute = minutes.nextSetBit(minute + 1)) {
                for (Instant time : instants(day.atTime(hour, minute), rules)) {
                    best = time.isAfter(after) && (best == null || time.isBefore(best)) ? time : best;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** The offsets from UTC that hold on a day or one beside it, in seconds. */
    private static IntSummaryStatistics offsetsAround(LocalDate day, ZoneRules rules) {
        Instant from = day.minusDays(2).atStartOfDay().toInstant(ZoneOffset.UTC);
        Instant to = day.plusDays(3).atStartOfDay().toInstant(ZoneOffset.UTC);
        IntSummaryStatistics offsets = new IntSummaryStatistics();
        offsets.accept(rules.getOffset(from).getTotalSeconds());
        ZoneOffsetTransition change = rules.nextTransition(from);
        while (change != null && change.getInstant().isBefore(to)) {
            offsets.accept(change.getOffsetAfter().getTotalSeconds());
            change = rules.nextTransition(change.getInstant());
        }
        return offsets;
    }

    /** The times of a day by the wall clock, in order. */
    private Stream<LocalDateTime> times(LocalDate day) {
        return hours.stream().boxed().flatMap(hour -> minutes.stream().mapToObj(minute -> day.atTime(hour, minute)));
    }

    private List<Instant> instants(LocalDateTime local, ZoneRules rules) {
        List<ZoneOffset> offsets = rules.getValidOffsets(local);
        boolean everyHour = hours.cardinality() == 24;
        if (offsets.isEmpty()) {
            ZoneOffsetTransition gap = rules.getTransition(local);
            return everyHour ? List.of() : List.of(gap.getInstant());
        }
        List<ZoneOffset> fired = everyHour ? offsets : offsets.subList(0, 1);
        return fired.stream().map(local::toInstant).toList();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cron cron && cron.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
