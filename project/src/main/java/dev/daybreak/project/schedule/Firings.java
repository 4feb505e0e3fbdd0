package dev.daybreak.project.schedule;

import java.time.Instant;
import java.util.Optional;

/** How a timetable finds its times. */
sealed interface Firings permits CronFirings, EveryFirings {
    /** The first time after an instant, exclusive. */
    Optional<Instant> next(Instant after);

    /** The last time before an instant, exclusive. */
    Optional<Instant> previous(Instant before);
}
