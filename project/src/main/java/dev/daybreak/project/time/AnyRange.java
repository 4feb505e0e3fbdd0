package dev.daybreak.project.time;

import java.time.ZoneId;
import java.util.List;

/** Whatever range is asked for is one interval: for what has no schedule of its own. */
public record AnyRange() implements IntervalCut {
    @Override
    public List<DataInterval> within(DataInterval range, ZoneId zone) {
        return List.of(range);
    }

    @Override
    public List<DataInterval> overlapping(DataInterval range, ZoneId zone) {
        return List.of(range);
    }
}
