package dev.daybreak.lake;

import dev.daybreak.engine.Session;
import dev.daybreak.lake.CompactionPlan.Unit;
import dev.daybreak.lake.MaintenanceReport.Size;
import dev.daybreak.project.maintenance.MaintenancePolicy;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.util.PropertyUtil;

/** Keeps one table in order: small files, manifests, old snapshots, orphans, in this order. Each part is safe to kill and safe beside writers. */
final class TableMaintenance {
    private final TableState state;
    private final MaintenancePolicy policy;
    private final ZoneId zone;
    private final MaintenanceBounds bounds;
    private final BooleanSupplier ownsFolder;
    private final List<String> notes = new ArrayList<>();
    private Optional<Boolean> mayDelete = Optional.empty();

    /** @param ownsFolder whether no other table has files in the table's folder */
    TableMaintenance(
            TableState state,
            MaintenancePolicy policy,
            ZoneId zone,
            MaintenanceBounds bounds,
            BooleanSupplier ownsFolder) {
        this.state = state;
        this.policy = policy;
        this.zone = zone;
        this.bounds = bounds;
        this.ownsFolder = ownsFolder;
    }

    MaintenanceReport run(Session session) {
        removeLeftovers();
        Size before = size(state.newest());
        Compaction.Outcome compacted = new Compaction(state, session, zone, policy.targetBytes()).run();
        new ManifestMerging(state).run();
        Expiry.Outcome expired = mayDelete() ? expiry().run() : new Expiry.Outcome(0, 0);
        OrphanFiles.Outcome orphans = mayDelete() ? orphanFiles().removed() : new OrphanFiles.Outcome(0, 0);
        return new MaintenanceReport(
                state.key(),
                before,
                size(state.newest()),
                compacted.rewritten(),
                compacted.folded(),
                compacted.reordered(),
                compacted.conflicts(),
                expired.snapshots(),
                expired.files(),
                orphans.files(),
                orphans.bytes(),
                notes);
    }

    /** What there is to do; changes nothing. */
    MaintenanceReport look() {
        Table table = state.newest();
        Size before = size(table);
        List<Unit> units = CompactionPlan.of(table, zone, policy.targetBytes());
        int rewritten = units.stream().mapToInt(unit -> unit.tasks().size()).sum();
        int written = units.stream().mapToInt(unit -> unit.files()).sum();
        int folded = units.stream().mapToInt(unit -> unit.folded.size()).sum();
        int reordered = units.stream().mapToInt(unit -> unit.unordered).sum();
        int manifests = ManifestMerging.isWorthwhile(table) ? ManifestMerging.wanted(table) : before.manifests();
        OrphanFiles.Outcome orphans = mayDelete() ? orphanFiles().seen() : new OrphanFiles.Outcome(0, 0);
        return new MaintenanceReport(
                state.key(),
                before,
                new Size(before.files() - rewritten + written - folded, before.bytes(), manifests),
                rewritten,
                folded,
                reordered,
                0,
                mayDelete() ? expiry().expirable(table).size() : 0,
                0,
                orphans.files(),
                orphans.bytes(),
                notes);
    }

    /** Only one maintenance is at work in a lake, so what an earlier one wrote and did not commit is of one that died. */
    private void removeLeftovers() {
        DataFolder.of(state.newest(), state.storage()).discardMaintenance();
    }

    private Expiry expiry() {
        Instant byAge = policy.keepFor().before(bounds.now(), zone);
        Instant before = bounds.oldestWork().filter(byAge::isAfter).orElse(byAge);
        return new Expiry(state, before, policy.keepSnapshots(), bounds.heldSnapshots());
    }

    private OrphanFiles orphanFiles() {
        Instant olderThan = policy.orphansOlderThan().before(bounds.now(), zone);
        return new OrphanFiles(state, olderThan, name -> bounds.liveAttempts().stream()
                .anyMatch(attempt -> name.startsWith(DataFolder.prefix(attempt))));
    }

    private boolean mayDelete() {
        if (mayDelete.isEmpty()) {
            mayDelete = Optional.of(findMayDelete());
        }
        return mayDelete.get();
    }

    private boolean findMayDelete() {
        Table table = state.newest();
        if (!PropertyUtil.propertyAsBoolean(
                table.properties(), TableProperties.GC_ENABLED, TableProperties.GC_ENABLED_DEFAULT)) {
            notes.add("no file is deleted: the table's property '" + TableProperties.GC_ENABLED + "' is false");
            return false;
        }
        if (!ownsFolder.getAsBoolean()) {
            notes.add("no file is deleted: another table has, or may have, files in its folder '" + table.location()
                    + "'");
            return false;
        }
        return true;
    }

    private static Size size(Table table) {
        Optional<Map<String, String>> summary =
                Optional.ofNullable(table.currentSnapshot()).map(Snapshot::summary);
        return new Size(
                total(summary, SnapshotSummary.TOTAL_DATA_FILES_PROP)
                        + total(summary, SnapshotSummary.TOTAL_DELETE_FILES_PROP),
                total(summary, SnapshotSummary.TOTAL_FILE_SIZE_PROP),
                ManifestMerging.manifests(table));
    }

    private static long total(Optional<Map<String, String>> summary, String name) {
        return summary.map(found -> found.get(name)).map(Long::parseLong).orElse(0L);
    }
}
