package dev.daybreak.server.pages;

import dev.daybreak.lake.TableFiles;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.api.ServedTables.Facts;
import dev.daybreak.server.api.ServedTables.TableSnapshot;
import dev.daybreak.server.pages.AssetView.FilePart;
import dev.daybreak.server.pages.AssetView.FileSection;
import dev.daybreak.server.pages.AssetView.SnapshotRow;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the lake's metadata tells of tables. It is read aside, since a table may have many files. Thread-safe. */
final class AssetTables implements AutoCloseable {
    private static final int MOST_PARTS = 10;
    private static final int MOST_SNAPSHOTS = 30;
    private static final List<String> UNITS = List.of("B", "KB", "MB", "GB", "TB");

    private final Aside<AssetKey, Told> facts;

    /** @param problem why nothing can be told; empty if it can */
    record Told(Facts facts, String problem) {}

    AssetTables(ServedProject served) {
        this.facts = new Aside<>("files and snapshots", Duration.ofSeconds(2), key -> read(served, key));
    }

    private static Told read(ServedProject served, AssetKey asset) {
        try {
            return new Told(served.tables().facts(asset), "");
        } catch (DaybreakException e) {
            return new Told(Facts.NONE, e.getMessage());
        }
    }

    /** Empty until it was read for the first time. */
    Optional<Told> known(AssetKey asset) {
        return facts.known(asset);
    }

    static Optional<FileSection> files(Facts facts) {
        return facts.files().map(AssetTables::section);
    }

    private static FileSection section(TableFiles files) {
        List<FilePart> parts = files.partitions().stream()
                .limit(MOST_PARTS)
                .map(part -> part(part.name(), part.sizes()))
                .toList();
        return new FileSection(
                String.valueOf(files.snapshot()),
                part("all", files.data()),
                files.deletes(),
                parts,
                files.partitions().size());
    }

    private static FilePart part(String name, TableFiles.Sizes sizes) {
        return new FilePart(
                name,
                sizes.files(),
                sizes.rows(),
                bytes(sizes.bytes()),
                bytes(sizes.smallest()),
                bytes(sizes.average()),
                bytes(sizes.largest()));
    }

    /** In steps of 1024: {@code 512 B}, {@code 1.5 MB}. */
    static String bytes(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 1024 && unit < UNITS.size() - 1) {
            size /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || size >= 100 ? "%,.0f %s" : "%.1f %s", size, UNITS.get(unit));
    }

    static List<SnapshotRow> snapshots(Facts facts, Shell shell) {
        return facts.snapshots().stream()
                .limit(MOST_SNAPSHOTS)
                .map(snapshot -> row(snapshot, shell))
                .toList();
    }

    private static SnapshotRow row(TableSnapshot snapshot, Shell shell) {
        var summary = snapshot.entry().summary();
        String standing =
                snapshot.isNewest() ? "what readers see" : snapshot.hasLed() ? "earlier" : "put back behind it";
        return new SnapshotRow(
                String.valueOf(snapshot.entry().snapshot()),
                shell.moment(snapshot.entry().at()),
                snapshot.entry().isMaintenance()
                        ? "maintenance"
                        : snapshot.entry().operation(),
                summary.getOrDefault("daybreak.run", ""),
                number(summary.get("total-records")),
                standing,
                snapshot.isNewest() ? "" : snapshot.hasLed() ? "Put back to it" : "Put forward to it");
    }

    private static String number(String digits) {
        return digits == null || !digits.matches("\\d{1,18}")
                ? ""
                : String.format(Locale.ROOT, "%,d", Long.parseLong(digits));
    }

    @Override
    public void close() {
        facts.close();
    }
}
