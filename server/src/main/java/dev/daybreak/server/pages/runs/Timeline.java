package dev.daybreak.server.pages.runs;

import dev.daybreak.orchestration.history.AttemptRecord;
import dev.daybreak.server.pages.Moment;
import dev.daybreak.server.pages.runs.RunView.Bar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The time of a run, as bars show it.
 *
 * @param begin of the run
 * @param end of the run, or now
 */
record Timeline(Instant begin, Instant end) {
    /** How many units wide it is. */
    static final int WIDE = 1_000;

    private static final int MARKS = 4;
    /** What took next to no time can still be seen. */
    private static final int LEAST = 3;

    /** How long after its beginning each of the marks stands. */
    List<String> scale() {
        Duration whole = Duration.between(begin, end);
        return IntStream.rangeClosed(0, MARKS)
                .mapToObj(mark -> Moment.took(whole.multipliedBy(mark).dividedBy(MARKS)))
                .toList();
    }

    /** A step's queue, its attempts, and what lies between them. */
    List<Bar> bars(StepTimes step, List<AttemptRecord> attempts) {
        List<Bar> bars = new ArrayList<>();
        Instant last = step.ended().orElse(end);
        if (step.begun().isEmpty()) {
            if (step.ended().isEmpty() && step.possible().isBefore(last)) {
                bars.add(bar("queued", step.possible(), last, 0));
            }
            return bars;
        }
        if (step.possible().isBefore(step.begun().get())) {
            bars.add(bar("queued", step.possible(), step.begun().get(), 0));
        }
        bars.add(bar("waited", step.begun().get(), last, LEAST));
        attempts.forEach(attempt -> bars.add(bar(
                attempt.state().toString(), attempt.started(), attempt.ended().orElse(end), LEAST)));
        return bars;
    }

    private Bar bar(String style, Instant from, Instant until, int least) {
        int start = units(from);
        int width = Math.max(least, units(until) - start);
        return new Bar(style, Math.min(start, WIDE - least), width);
    }

    private int units(Instant at) {
        double share = Duration.between(begin, at).toMillis()
                / (double) Math.max(1, Duration.between(begin, end).toMillis());
        return (int) Math.round(WIDE * Math.max(0, Math.min(1, share)));
    }
}
