package dev.daybreak.server.api;

import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.TableFiles;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.SqlAsset;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import java.util.List;
import java.util.Optional;

/** What pages show of the lake's tables, and do with them; the port to whoever holds the lake. Thread-safe. */
public interface ServedTables {
    /**
     * A table as its metadata tells it.
     *
     * @param columns empty if there is no table yet
     * @param files of its newest snapshot; empty if nothing was ever published
     * @param snapshots all that there are, the latest made first
     */
    record Facts(Optional<Schema> columns, Optional<TableFiles> files, List<TableSnapshot> snapshots) {
        public static final Facts NONE = new Facts(Optional.empty(), Optional.empty(), List.of());

        public Facts {
            snapshots = List.copyOf(snapshots);
        }
    }

    /**
     * A snapshot of a table.
     *
     * @param isNewest whether it is what readers see
     * @param hasLed whether it is that one, or led to it; else the table was put back behind it
     */
    record TableSnapshot(LakeTable.SnapshotEntry entry, boolean isNewest, boolean hasLed) {}

    /**
     * What putting a table back to a snapshot would come to.
     *
     * @param changed partitions of the table that would be as they were published earlier or later, or missing; oldest first
     * @param stale what is up to date now and would be to do then, of the table and all that hangs on it
     */
    record Foretold(List<DataInterval> changed, List<PlannedPartition> stale) {
        public Foretold {
            changed = List.copyOf(changed);
            stale = List.copyOf(stale);
        }
    }

    /** May read many files. {@link Facts#NONE} if there is no table. */
    Facts facts(AssetKey asset);

    /**
     * The text of an asset as it runs for an interval: variables and the interval's ends are filled in.
     *
     * @throws dev.daybreak.project.problem.DaybreakException {@code INVALID_SQL} if a parameter has no value
     */
    String compiled(SqlAsset asset, DataInterval interval);

    /**
     * Changes nothing.
     *
     * @throws dev.daybreak.project.problem.DaybreakException {@code WRONG_USE} if the asset is no table of SQL, {@code NOT_FOUND} if it has no such
     *     snapshot
     */
    Foretold foretell(Graph.Node node, long snapshot);

    /**
     * Puts a table back to a snapshot, or forward again. Computes nothing.
     *
     * @param why for the audit log
     * @return how many published partitions do not count any more
     * @throws dev.daybreak.project.problem.DaybreakException as {@link #foretell}
     */
    int putBack(Graph.Node node, long snapshot, String who, String why);
}
