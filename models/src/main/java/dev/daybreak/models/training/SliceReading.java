package dev.daybreak.models.training;

import dev.daybreak.engine.Session;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.plan.Slice;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Reads training rows slice by slice, and those that were read lately not again. The rows and their order are those that {@link RowReader}
 * gives for all at once: it sorts by time first, and slices follow each other in time.
 */
final class SliceReading {
    private static final String TABLE = "training_slice";

    private final Session session;
    private final PinnedTable source;
    private final WindowSlices window;
    private final ModelAsset model;
    private final RecentSlices recent;

    private SliceReading(
            Session session, PinnedTable source, WindowSlices window, ModelAsset model, RecentSlices recent) {
        this.session = session;
        this.source = source;
        this.window = window;
        this.model = model;
        this.recent = recent;
    }

    /** Empty where rows have to be read at once: the holdout begins within a slice, or each query has its price. */
    static Optional<SliceReading> of(
            Session session, PinnedTable source, Optional<TimeCut> cut, ModelAsset model, RecentSlices recent) {
        return source.slices()
                .filter(slices -> !session.isDistributed())
                .filter(slices -> cut.map(TimeCut::at).filter(slices::areParted).isPresent())
                .map(slices -> new SliceReading(session, source, slices, model, recent));
    }

    /**
     * @param more features of other models, each in the table
     * @param progress told how many rows were read, from time to time
     */
    TrainingRows read(Set<Source> more, TimeCut cut, ZoneId zone, IntConsumer progress) {
        RowReader reader = new RowReader(session, TABLE, source.schema(), model);
        String sql = reader.sql(more, Optional.empty(), zone);
        TrainingRows all = TrainingRows.empty(reader.sources(more));
        for (Slice slice : window.slices()) {
            RecentSlices.Key key =
                    new RecentSlices.Key(model.table(), slice, source.relation().fieldIds(), sql);
            TrainingRows rows = recent.find(key).orElseGet(() -> {
                session.register(TABLE, window.relation().apply(slice));
                TrainingRows read =
                        reader.read(more, Optional.empty(), zone, count -> {}).trimmed();
                recent.keep(key, read);
                return read;
            });
            all.addAll(rows, !slice.interval().start().isBefore(cut.at()));
            progress.accept(all.rows());
        }
        return all;
    }
}
