package dev.daybreak.models.training;

import dev.daybreak.engine.Relation;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;

/**
 * The training table as one step reads it.
 *
 * @param interval of the model's partition
 * @param window of the table that the relation holds
 */
record PinnedTable(long snapshot, Relation relation, DataInterval interval, DataInterval window) {
    Schema schema() {
        return relation.schema();
    }
}
