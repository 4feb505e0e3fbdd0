package dev.daybreak.cli.workspace;

import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.TableFiles;
import dev.daybreak.orchestration.history.Publications;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.SqlAsset;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.server.api.ServedTables;
import dev.daybreak.tables.CompiledText;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The tables of the lake as pages show them. Manifests are read once for each snapshot. */
final class LakeTables implements ServedTables {
    private final Workspace workspace;
    private final TableRollback rollback;
    private final Publications publications;
    private final Map<AssetKey, TableFiles> files = new ConcurrentHashMap<>();

    LakeTables(Workspace workspace) {
        this.workspace = workspace;
        this.rollback = workspace.tableRollback();
        this.publications = new Publications(workspace.store());
    }

    @Override
    public Facts facts(AssetKey asset) {
        return workspace.lake().find(asset).map(this::facts).orElse(Facts.NONE);
    }

    private Facts facts(LakeTable table) {
        Optional<Long> newest = table.currentSnapshot();
        Set<Long> led =
                newest.map(snapshot -> table.foretellRollback(snapshot).led()).orElse(Set.of());
        // A table has the snapshots of all environments; those of another one are none of its own.
        Set<Long> recorded = publications.snapshots(table.key());
        return new Facts(
                Optional.of(table.schema()),
                newest.flatMap(snapshot -> files(table, snapshot)),
                table.snapshots().stream()
                        .filter(entry -> led.contains(entry.snapshot()) || recorded.contains(entry.snapshot()))
                        .map(entry -> new TableSnapshot(
                                entry,
                                newest.filter(id -> id == entry.snapshot()).isPresent(),
                                led.contains(entry.snapshot())))
                        .toList());
    }

    private Optional<TableFiles> files(LakeTable table, long newest) {
        TableFiles known = files.get(table.key());
        if (known != null && known.snapshot() == newest) {
            return Optional.of(known);
        }
        Optional<TableFiles> read = table.files();
        read.ifPresent(found -> files.put(table.key(), found));
        return read;
    }

    @Override
    public String compiled(SqlAsset asset, DataInterval interval) {
        return CompiledText.of(asset, interval, workspace.settings());
    }

    @Override
    public Foretold foretell(Graph.Node node, long snapshot) {
        return rollback.foretell(node, snapshot);
    }

    @Override
    public int putBack(Graph.Node node, long snapshot, String who, String why) {
        return rollback.putBack(rollback.table(node), snapshot, who, why);
    }
}
