package dev.daybreak.models.training;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.Slice;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows of slices as they were read lately, for trainings whose windows overlap, as those of a backfill do. Takes an eighth of the heap at
 * most; what was not used for longest goes first. Thread-safe.
 */
final class RecentSlices {
    private static final long MOST_VALUES = Runtime.getRuntime().maxMemory() / 8 / Float.BYTES;

    private final Map<Key, TrainingRows> rows = new LinkedHashMap<>(16, 0.75f, true);
    private final long mostValues;
    private long values;

    RecentSlices() {
        this(MOST_VALUES);
    }

    /** @param mostValues that are kept, of all rows and columns together */
    RecentSlices(long mostValues) {
        this.mostValues = mostValues;
    }

    /**
     * What decides which rows are read, and in which order.
     *
     * @param fieldIds of the table's columns: another column may take the name of one that was dropped
     * @param sql that reads them
     */
    record Key(AssetKey table, Slice slice, List<Integer> fieldIds, String sql) {
        Key {
            fieldIds = List.copyOf(fieldIds);
        }
    }

    synchronized Optional<TrainingRows> find(Key key) {
        return Optional.ofNullable(rows.get(key));
    }

    /** @param read is not changed any more */
    synchronized void keep(Key key, TrainingRows read) {
        TrainingRows before = rows.put(key, read);
        values += read.values() - (before == null ? 0 : before.values());
        Iterator<TrainingRows> oldest = rows.values().iterator();
        while (values > mostValues && oldest.hasNext()) {
            values -= oldest.next().values();
            oldest.remove();
        }
    }
}
