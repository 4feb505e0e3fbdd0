package dev.daybreak.cli.workspace;

import dev.daybreak.lake.LakeTable;
import dev.daybreak.orchestration.history.PutBack;
import dev.daybreak.orchestration.history.Undoing;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.plan.Demand;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.plan.Outside;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.plan.Planner;
import dev.daybreak.project.plan.PublishedState;
import dev.daybreak.project.plan.Slice;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.server.api.ServedTables;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts tables back to earlier snapshots, or forward again, with the record in step. Nothing is computed. Thread-safe. */
public final class TableRollback {
    private final Workspace workspace;

    TableRollback(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * The table of an asset that may be put back.
     *
     * @throws DaybreakException {@code WRONG_USE} if the asset is no table of SQL, {@code NOT_FOUND} if it was never published
     */
    public LakeTable table(Graph.Node node) {
        AssetKey key = node.key();
        if (node.asset() instanceof SourceAsset) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot put '" + key + "' back: it is a source, and what it has read would not be read again.",
                    "Put back the tables that read it.");
        }
        if (!(node.asset() instanceof TableAsset)) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot put '" + key + "' back: it is no table of SQL.",
                    "Put back a table; a model is put back to a version of it.");
        }
        return workspace
                .lake()
                .find(key)
                .orElseThrow(() -> new DaybreakException(
                        ErrorCode.NOT_FOUND,
                        "Cannot put '" + key + "' back: it was never published.",
                        "Run it first: daybreak run +" + key));
    }

    /**
     * Puts a table back, or forward.
     *
     * @param snapshot of the table
     * @param why for the audit log
     * @return how many published partitions do not count any more
     * @throws DaybreakException also {@code NOT_FOUND} if the table has no such snapshot
     */
    public int putBack(LakeTable table, long snapshot, String who, String why) {
        workspace.runner(1).recover();
        LakeTable.RolledBack back = table.rollback(snapshot);
        return workspace.undoing().undo(table.key(), putBack(snapshot, back), who, why);
    }

    private static PutBack putBack(long snapshot, LakeTable.RolledBack back) {
        return new PutBack(snapshot, back.at(), back.led(), back.known());
    }

    /** What {@link #putBack} would come to: the table's partitions that change, and what is not to do now and would be then. */
    ServedTables.Foretold foretell(Graph.Node node, long snapshot) {
        LakeTable table = table(node);
        workspace.runner(1).recover();
        Undoing.Foretold record =
                workspace.undoing().foretell(node.key(), putBack(snapshot, table.foretellRollback(snapshot)));
        PublishedState now = workspace.runner(1).state();
        Demand demand = workspace
                .requests()
                .ofRange(List.of(node.key() + "+"), null, null)
                .demand(now);
        Planner planner = new Planner(workspace.graph());
        Set<Map.Entry<AssetKey, DataInterval>> toDo = new HashSet<>();
        planner.plan(demand, now).stream()
                .filter(PlannedPartition::isToDo)
                .forEach(partition -> toDo.add(Map.entry(partition.asset(), partition.interval())));
        List<Slice> slices = table.slices(snapshot, workspace.settings().zone()).orElse(List.of());
        PublishedState then = new AsPutBack(now, node.key(), record.held(), slices);
        List<PlannedPartition> stale = planner.plan(demand, then).stream()
                .filter(PlannedPartition::isToDo)
                .filter(partition -> !toDo.contains(Map.entry(partition.asset(), partition.interval())))
                .toList();
        return new ServedTables.Foretold(List.copyOf(record.changed()), stale);
    }

    /** What is published, if one table were at another snapshot. */
    private record AsPutBack(
            PublishedState now, AssetKey table, Map<DataInterval, Fingerprint> held, List<Slice> slicesThen)
            implements PublishedState {
        @Override
        public Map<DataInterval, Fingerprint> published(AssetKey asset) {
            return asset.equals(table) ? held : now.published(asset);
        }

        @Override
        public Set<DataInterval> takenBack(AssetKey asset) {
            return now.takenBack(asset);
        }

        @Override
        public List<Slice> slices(AssetKey asset) {
            return asset.equals(table) ? slicesThen : now.slices(asset);
        }

        @Override
        public Optional<List<Slice>> slicesThen(AssetKey reader, DataInterval interval, AssetKey input) {
            return now.slicesThen(reader, interval, input);
        }

        @Override
        public Outside outside(AssetKey asset) {
            return now.outside(asset);
        }

        @Override
        public Optional<String> leavesOut(AssetKey asset, DataInterval interval, AssetKey reader) {
            return now.leavesOut(asset, interval, reader);
        }
    }
}
