package dev.daybreak.project.schedule;

import java.util.Objects;

/** What makes a pipeline run. */
public sealed interface Trigger {
    /** At the times of a timetable; each run covers the data interval that ends there. */
    record OnSchedule(Timetable timetable) implements Trigger {
        public OnSchedule {
            Objects.requireNonNull(timetable, "timetable");
        }
    }

    /** When assets outside of the selection that it reads are updated. */
    record OnUpdate() implements Trigger {}

    /** Only when somebody asks for it. */
    record ByHand() implements Trigger {}
}
