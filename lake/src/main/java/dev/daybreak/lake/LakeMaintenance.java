package dev.daybreak.lake;

import dev.daybreak.engine.Session;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.maintenance.MaintenancePolicy;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps the tables of a lake in order. One at a time does so in a lake: a lock on a file says who, and the system lets go of it when the
 * process ends, however it ends. Runs, readers and other programs need not wait. Used by one thread.
 */
public final class LakeMaintenance implements AutoCloseable {
    private static final String LOCK = "maintain.lock";

    private final Lake lake;
    private final MaintenancePolicy policy;
    private final ZoneId zone;
    private final Optional<FileChannel> lock;

    private LakeMaintenance(Lake lake, MaintenancePolicy policy, ZoneId zone, Optional<FileChannel> lock) {
        this.lake = lake;
        this.policy = policy;
        this.zone = zone;
        this.lock = lock;
    }

    /**
     * Begins maintenance; the caller closes it.
     *
     * @param zone the project's
     * @throws DaybreakException {@code SUPERSEDED} if another is at work on this lake
     */
    public static LakeMaintenance begin(Lake lake, MaintenancePolicy policy, ZoneId zone) {
        Path file = lake.folder().resolve(LOCK);
        return Failures.told(
                "begin maintenance of the lake",
                lake.folder(),
                () -> new LakeMaintenance(lake, policy, zone, Optional.of(locked(file))));
    }

    /** One that only looks. */
    public static LakeMaintenance looking(Lake lake, MaintenancePolicy policy, ZoneId zone) {
        return new LakeMaintenance(lake, policy, zone, Optional.empty());
    }

    private static FileChannel locked(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel).isPresent()) {
                return channel;
            }
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new DaybreakException(
                ErrorCode.SUPERSEDED,
                "Cannot begin maintenance: another is at work on the lake at '" + file.getParent() + "'",
                "Wait until it is over. If none is, see which process holds '" + file + "'.");
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException heldByThisProcess) {
            return Optional.empty();
        }
    }

    /**
     * Puts small files together and deletes into the files, merges manifests, lets old snapshots go and removes orphans. If the process is
     * killed, what is in the table is what was there, and the same again does the rest.
     *
     * @param session reads and writes the rows
     */
    public MaintenanceReport run(AssetKey table, Session session, MaintenanceBounds bounds) {
        if (lock.isEmpty()) {
            throw new IllegalStateException("maintenance was begun to look only");
        }
        return told(table, () -> maintenance(table, bounds).run(session));
    }

    /** What there is to do; changes nothing. */
    public MaintenanceReport look(AssetKey table, MaintenanceBounds bounds) {
        return told(table, () -> maintenance(table, bounds).look());
    }

    private MaintenanceReport told(AssetKey table, Supplier<MaintenanceReport> action) {
        return Failures.told("keep table '" + table + "' in order", lake.folder(), action);
    }

    private TableMaintenance maintenance(AssetKey table, MaintenanceBounds bounds) {
        return new TableMaintenance(lake.state(table), policy, zone, bounds, () -> lake.isFolderOfOne(table));
    }

    @Override
    public void close() {
        try {
            if (lock.isPresent()) {
                lock.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
