package dev.daybreak.orchestration.backfill;

import dev.daybreak.orchestration.run.Choice;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a backfill is asked to do.
 *
 * @param selection terms of a selection; none is everything
 * @param range partitions that lie wholly in it are asked for
 * @param starts if not empty, of these only those that start at one of them
 * @param words selection and range for the history
 */
public record BackfillRequest(
        List<String> selection, DataInterval range, Set<Instant> starts, Choice.Only only, String words) {
    public BackfillRequest {
        selection = List.copyOf(selection);
        starts = Collections.unmodifiableSortedSet(new TreeSet<>(starts));
    }

    /** @param runs what the ids of the runs begin with that carry it out; may be empty */
    public Choice choice(String runs) {
        return new Choice(only, range, starts, runs);
    }
}
