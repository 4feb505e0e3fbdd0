package dev.daybreak.project.load;

import dev.daybreak.project.schedule.Cron;
import dev.daybreak.project.schedule.Timetable;
import dev.daybreak.project.schedule.Trigger;
import dev.daybreak.project.time.Span;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What a pipeline's {@code schedule} says, before its zone and start are known. At most one of the three is there.
 *
 * @param crons empty if it is none of crons
 * @param every empty if it is no span
 * @param onUpdate whether it is {@code on update}
 */
record Schedule(List<Cron> crons, Optional<Span> every, boolean onUpdate) {
    /** No schedule at all. */
    static final Schedule BY_HAND = new Schedule(List.of(), Optional.empty(), false);

    Schedule {
        crons = List.copyOf(crons);
    }

    /** Whether it fires at times, so that its runs cover data intervals. */
    boolean isTimed() {
        return !crons.isEmpty() || every.isPresent();
    }

    Trigger trigger(ZoneId zone, Optional<Instant> start) {
        if (onUpdate) {
            return new Trigger.OnUpdate();
        }
        if (every.isPresent()) {
            return new Trigger.OnSchedule(Timetable.every(every.get(), start, zone));
        }
        return crons.isEmpty() ? new Trigger.ByHand() : new Trigger.OnSchedule(Timetable.of(crons, zone));
    }
}
