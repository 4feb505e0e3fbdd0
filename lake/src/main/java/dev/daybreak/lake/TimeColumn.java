package dev.daybreak.lake;

import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Grain;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * The column that splits a table along time, and how instants are told in it: a timestamptz is an instant and is split in
 * UTC; a date or timestamp is wall-clock time in the project's zone and is split by that.
 *
 * @param position of its field in the partition spec
 */
record TimeColumn(String name, int fieldId, Type type, Grain grain, int position) {
    /** Where rows without a time are counted: at the very beginning, which readers of everything read and no others. */
    static final DataInterval NO_TIME =
            new DataInterval(DataInterval.ALL.start(), DataInterval.ALL.start().plus(1, ChronoUnit.DAYS));

    static Optional<TimeColumn> of(PartitionSpec spec) {
        for (int i = 0; i < spec.fields().size(); i++) {
            PartitionField field = spec.fields().get(i);
            Optional<Grain> grain = grain(field);
            Types.NestedField source = spec.schema().findField(field.sourceId());
            if (grain.isPresent() && source != null) {
                return Optional.of(new TimeColumn(source.name(), source.fieldId(), source.type(), grain.get(), i));
            }
        }
        return Optional.empty();
    }

    private static Optional<Grain> grain(PartitionField field) {
        return switch (field.transform().toString()) {
            case "hour" -> Optional.of(Grain.HOUR);
            case "day" -> Optional.of(Grain.DAY);
            case "month" -> Optional.of(Grain.MONTH);
            default -> Optional.empty();
        };
    }

    private boolean isDate() {
        return type.typeId() == Type.TypeID.DATE;
    }

    private boolean isInstant() {
        return type.typeId() == Type.TypeID.TIMESTAMP && ((Types.TimestampType) type).shouldAdjustToUTC();
    }

    private ZoneId zoneOfSplit(ZoneId zone) {
        return isInstant() ? ZoneOffset.UTC : zone;
    }

    /** The smallest value of the column that is not before an instant: days or microseconds since 1970. */
    long bound(Instant instant, ZoneId zone) {
        if (isInstant()) {
            return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
        }
        if (isDate()) {
            LocalDate day = LocalDate.ofInstant(instant, zone);
            return day.toEpochDay() + (day.atStartOfDay(zone).toInstant().isBefore(instant) ? 1 : 0);
        }
        LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
        if (local.atZone(zone).toInstant().isBefore(instant)) {
            // The clocks were set back: the hour that occurs twice belongs to its first occurrence, so the second is
            // empty.
            ZoneOffsetTransition transition = zone.getRules().getTransition(local);
            local = transition.getDateTimeBefore();
        }
        return ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), local);
    }

    /** The rows of an interval. */
    Expression rows(DataInterval interval, ZoneId zone) {
        long start = bound(interval.start(), zone);
        long end = bound(interval.end(), zone);
        if (start >= end) {
            return Expressions.alwaysFalse();
        }
        return isDate()
                ? Expressions.and(
                        Expressions.greaterThanOrEqual(name, Math.toIntExact(start)),
                        Expressions.lessThan(name, Math.toIntExact(end)))
                : Expressions.and(Expressions.greaterThanOrEqual(name, start), Expressions.lessThan(name, end));
    }

    /** The rows of any of some intervals. */
    Expression rows(List<DataInterval> intervals, ZoneId zone) {
        return intervals.stream()
                .map(interval -> rows(interval, zone))
                .reduce(Expressions.alwaysFalse(), Expressions::or);
    }

    /**
     * The interval that a partition covers.
     *
     * @param ordinal hours, days or months since 1970; null where rows have no time
     */
    DataInterval interval(Integer ordinal, ZoneId zone) {
        if (ordinal == null) {
            return NO_TIME;
        }
        ZoneId split = zoneOfSplit(zone);
        Instant start = start(ordinal).atZone(split).toInstant();
        ZonedDateTime end = start(ordinal + 1).atZone(split);
        // An hour that the clocks skip has no length; rows that claim it count to the hour after.
        Instant last = start.isBefore(end.toInstant()) ? end.toInstant() : start.plus(1, ChronoUnit.HOURS);
        return clip(start, last);
    }

    private static DataInterval clip(Instant start, Instant end) {
        DataInterval all = DataInterval.ALL;
        if (!end.isAfter(all.start()) || !start.isBefore(all.end())) {
            return NO_TIME;
        }
        return new DataInterval(
                start.isBefore(all.start()) ? all.start() : start, end.isAfter(all.end()) ? all.end() : end);
    }

    private LocalDateTime start(int ordinal) {
        LocalDateTime epoch = LocalDateTime.of(1970, 1, 1, 0, 0);
        return switch (grain) {
            case HOUR -> epoch.plusHours(ordinal);
            case DAY, WEEK -> epoch.plusDays(ordinal);
            case MONTH -> epoch.plusMonths(ordinal);
        };
    }

    /** A partition for people: {@code 2025-03-01}, {@code 2025-03} or {@code 2025-03-01T14}. */
    String showPartition(Integer ordinal) {
        if (ordinal == null) {
            return "no " + name;
        }
        String text = start(ordinal).toString();
        return switch (grain) {
            case HOUR -> text.substring(0, text.length() - 3);
            case DAY, WEEK -> text.substring(0, text.indexOf('T'));
            case MONTH -> text.substring(0, text.indexOf('T') - 3);
        };
    }
}
