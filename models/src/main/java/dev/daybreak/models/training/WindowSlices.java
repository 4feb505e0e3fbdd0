package dev.daybreak.models.training;

import dev.daybreak.engine.Relation;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.ModelAsset.TimeSplit;
import dev.daybreak.project.plan.Slice;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The slices of a training table that make up a window, in the order of time, each of which can be read by itself.
 *
 * @param relation the rows of a slice, at the snapshot that is trained on
 */
record WindowSlices(List<Slice> slices, Function<Slice, Relation> relation) {
    /** With more, one query for all rows is quicker than one for each. */
    private static final int MOST = 100;

    /**
     * Empty where a window cannot be put together of whole slices: the table is not split along the column by which the model divides its
     * rows, or the window begins or ends within a slice, or there are very many.
     */
    static Optional<WindowSlices> of(
            LakeTable table, long snapshot, ModelAsset model, DataInterval window, ZoneId zone) {
        boolean isAlongTime = model.split() instanceof TimeSplit
                && !window.isAll()
                && table.timeColumn()
                        .filter(column -> model.timeColumn()
                                .filter(column::equalsIgnoreCase)
                                .isPresent())
                        .isPresent();
        if (!isAlongTime) {
            return Optional.empty();
        }
        List<Slice> slices = table.slices(zone).stream()
                .filter(slice -> slice.interval().overlaps(window))
                .toList();
        boolean areWhole = slices.stream().allMatch(slice -> window.contains(slice.interval()));
        boolean areOfSnapshot =
                table.currentSnapshot().filter(id -> id == snapshot).isPresent();
        return areWhole && areOfSnapshot && slices.size() <= MOST
                ? Optional.of(new WindowSlices(slices, slice -> table.pin(Optional.of(snapshot), slice.interval(), zone)
                        .relation()))
                : Optional.empty();
    }

    /** Whether every slice lies before an instant or after it. */
    boolean areParted(Instant at) {
        return slices.stream()
                .map(Slice::interval)
                .noneMatch(interval -> interval.start().isBefore(at) && at.isBefore(interval.end()));
    }
}
