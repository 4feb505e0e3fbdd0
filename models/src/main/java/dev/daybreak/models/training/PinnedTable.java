package dev.daybreak.models.training;

import dev.daybreak.engine.Relation;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import java.util.Optional;

/**
 * The training table as one step reads it.
 *
 * @param interval of the model's partition
 * @param window of the table that the relation holds
 * @param slices of which the window consists, if it does
 */
record PinnedTable(
        long snapshot, Relation relation, DataInterval interval, DataInterval window, Optional<WindowSlices> slices) {
    Schema schema() {
        return relation.schema();
    }
}
