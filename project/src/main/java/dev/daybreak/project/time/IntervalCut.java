package dev.daybreak.project.time;

import java.time.ZoneId;
import java.util.List;

/** Cuts the time line into data intervals. */
public interface IntervalCut {
    /** The intervals that lie wholly in a range, oldest first. */
    List<DataInterval> within(DataInterval range, ZoneId zone);

    /** The intervals that share an instant with a range, oldest first. */
    List<DataInterval> overlapping(DataInterval range, ZoneId zone);
}
