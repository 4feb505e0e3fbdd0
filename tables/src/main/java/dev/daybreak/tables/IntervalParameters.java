package dev.daybreak.tables;

import dev.daybreak.project.Settings;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/** Values of the {@code :parameters} of a SELECT: the project's variables, and the ends of the data interval. */
public final class IntervalParameters {
    private IntervalParameters() {}

    /**
     * Ends are told in the project's wall-clock time, except one that the clock shows twice, when summer time ends.
     *
     * @param instants whether rows belong to partitions by an instant: such an end is then told with its offset from UTC. Else
     *     it is told as the lake cuts wall-clock columns: the hour that occurs twice belongs to its first occurrence
     */
    public static Map<String, Object> of(DataInterval interval, Settings settings, boolean instants) {
        Map<String, Object> values = new TreeMap<>(settings.variables());
        if (!interval.isAll()) {
            values.put("start", end(interval.start(), settings.zone(), instants));
            values.put("end", end(interval.end(), settings.zone(), instants));
        }
        return values;
    }

    private static Object end(Instant instant, ZoneId zone, boolean instants) {
        LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
        boolean occursTwice = zone.getRules().getValidOffsets(local).size() > 1;
        if (!occursTwice) {
            return local;
        }
        if (instants) {
            return instant.atOffset(ZoneOffset.UTC);
        }
        boolean isSecond = local.atZone(zone).toInstant().isBefore(instant);
        return isSecond ? zone.getRules().getTransition(local).getDateTimeBefore() : local;
    }
}
