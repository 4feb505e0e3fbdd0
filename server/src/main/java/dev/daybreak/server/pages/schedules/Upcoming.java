package dev.daybreak.server.pages.schedules;

import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.schedule.Tick;
import dev.daybreak.project.schedule.Ticks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a pipeline's schedule has before it. */
final class Upcoming {
    private Upcoming() {}

    /**
     * The ticks that fall due in a span of time, the first due first; none if the pipeline is disabled.
     *
     * @param after exclusive
     * @param until inclusive
     * @param most how many at most
     */
    static List<Tick> of(Pipeline pipeline, Instant after, Instant until, int most) {
        List<Tick> found = new ArrayList<>();
        Optional<Tick> next = pipeline.enabled() ? Ticks.next(pipeline, after) : Optional.empty();
        while (next.isPresent() && !next.get().due().isAfter(until) && found.size() < most) {
            found.add(next.get());
            next = Ticks.next(pipeline, next.get().due());
        }
        return found;
    }
}
