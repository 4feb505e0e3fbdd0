package dev.daybreak.project.asset;

import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Span;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** By when a partition of an asset must be there. It decides nothing of what is computed. */
public sealed interface Promise {
    /** What a message lists as permitted. */
    String PERMITTED = "'by HH:MM', such as 'by 06:00', or 'within' and a span, such as 'within 2 hours'";

    /** When a partition must be there at the latest. */
    Instant due(DataInterval partition, ZoneId zone);

    /** When an asset that is not cut along time must be published again that was published at a moment. */
    Instant dueAgain(Instant published, ZoneId zone);

    /** Empty if the text is none of the permitted. */
    static Optional<Promise> parse(String text) {
        Matcher by = By.TEXT.matcher(text.strip());
        if (by.matches()) {
            return Optional.of(new By(LocalTime.of(Integer.parseInt(by.group(1)), Integer.parseInt(by.group(2)))));
        }
        Matcher within = Within.TEXT.matcher(text.strip());
        return within.matches()
                ? Span.parse(within.group(1)).filter(span -> span.count() > 0).map(Within::new)
                : Optional.empty();
    }

    /**
     * By a time of day in the project's zone: the first after the end of the partition; for an asset that is not cut, that of every
     * day. A time that does not exist where clocks go forward is the end of the gap; of two, the first counts.
     */
    record By(LocalTime time) implements Promise {
        private static final Pattern TEXT = Pattern.compile("by\\s+([01]\\d|2[0-3]):([0-5]\\d)");
        private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("HH:mm");

        @Override
        public Instant due(DataInterval partition, ZoneId zone) {
            LocalDate day = partition.end().atZone(zone).toLocalDate();
            Instant sameDay = at(day, zone);
            return sameDay.isAfter(partition.end()) ? sameDay : at(day.plusDays(1), zone);
        }

        @Override
        public Instant dueAgain(Instant published, ZoneId zone) {
            return at(published.atZone(zone).toLocalDate().plusDays(1), zone);
        }

        private Instant at(LocalDate day, ZoneId zone) {
            LocalDateTime wanted = day.atTime(time);
            ZoneOffsetTransition change = zone.getRules().getTransition(wanted);
            return change != null && change.isGap()
                    ? change.getInstant()
                    : wanted.atZone(zone).toInstant();
        }

        @Override
        public String toString() {
            return "by " + time.format(SHOWN);
        }
    }

    /** Within a span after the end of the partition; for an asset that is not cut, after its last publication. */
    record Within(Span span) implements Promise {
        private static final Pattern TEXT = Pattern.compile("within\\s+(.*)");

        @Override
        public Instant due(DataInterval partition, ZoneId zone) {
            return span.after(partition.end(), zone);
        }

        @Override
        public Instant dueAgain(Instant published, ZoneId zone) {
            return span.after(published, zone);
        }

        @Override
        public String toString() {
            return "within " + span;
        }
    }
}
