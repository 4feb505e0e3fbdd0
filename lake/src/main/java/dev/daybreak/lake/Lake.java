package dev.daybreak.lake;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Clustering;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Cadence;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The project's tables: Apache Iceberg, format 2, in a local folder with a JDBC catalog. Thread-safe.
 * Several processes may have the same lake open.
 */
public final class Lake implements AutoCloseable {
    /**
     * Opens or makes the lake.
     *
     * @param folder holds {@code catalog.db} and {@code warehouse/}; made if it is not there
     */
    public static Lake open(Path folder) {
        throw new UnsupportedOperationException();
    }

    /** The table of an asset, if it was ever made. */
    public Optional<LakeTable> find(AssetKey key) {
        throw new UnsupportedOperationException();
    }

    /** Every table there is. */
    public List<AssetKey> tables() {
        throw new UnsupportedOperationException();
    }

    /**
     * The table of an asset, made or changed to fit: columns are added, types widened (int to long, float to double,
     * decimal precision), required loosened, and columns that the layout has not are kept as optional. A change that
     * Iceberg does not allow fails with {@code INVALID_PROJECT} and names column, old and new type.
     */
    public LakeTable prepare(AssetKey key, Layout layout) {
        throw new UnsupportedOperationException();
    }

    /** Drops a table with its files; nothing happens if there is none. */
    public void drop(AssetKey key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    /**
     * Columns and partitioning of a table.
     *
     * @param time rows are split by this; a week is split by day
     */
    public record Layout(Schema schema, Optional<Time> time, List<Clustering> clustering) {
        public Layout {
            clustering = List.copyOf(clustering);
        }
    }

    /** The time column of a layout with how its intervals are cut. */
    public record Time(String column, Cadence cadence) {}
}
