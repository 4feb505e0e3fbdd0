package dev.daybreak.lake;

import dev.daybreak.engine.Session;
import dev.daybreak.lake.CompactionPlan.Unit;
import dev.daybreak.lake.Rewriter.Rewritten;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.util.StructLikeWrapper;

/**
 * Puts a table's small files together: an engine reads the rows of some files, without those that delete files take out, and writes them into
 * one. Old and new files change places in commits of many partitions each. What others published meanwhile stays; where they
 * replaced files that were to be put together, their files count and those of this are dropped.
 */
final class Compaction {
    private static final int FILES_PER_COMMIT = 10_000;
    private static final long BYTES_PER_COMMIT = 4L << 30;
    /** An engine holds a little of each partition that it writes at a time. */
    private static final int PARTITIONS_PER_WRITE = 128;
    /** Small files shrink when they are put together, so that what comes of it may be small again. */
    private static final int ROUNDS = 3;

    private final TableState state;
    private final Session session;
    private final ZoneId zone;
    private final long targetBytes;
    private final String attempt = MaintenanceFiles.newAttempt();
    private Snapshot from;
    private int rewritten;
    private int written;
    private int folded;
    private int reordered;
    private int conflicts;

    Compaction(TableState state, Session session, ZoneId zone, long targetBytes) {
        this.state = state;
        this.session = session;
        this.zone = zone;
        this.targetBytes = targetBytes;
    }

    /**
     * What was done.
     *
     * @param rewritten data files that were replaced
     * @param written data files that took their place
     * @param folded delete files that went
     * @param reordered of the files that were replaced, those whose rows did not lie in the table's order
     * @param conflicts groups of files that others replaced meanwhile
     */
    record Outcome(int rewritten, int written, int folded, int reordered, int conflicts) {}

    Outcome run() {
        boolean isAgain = true;
        for (int round = 0; round < ROUNDS && isAgain; round++) {
            isAgain = round();
        }
        return new Outcome(rewritten, written, folded, reordered, conflicts);
    }

    /** Returns whether a look at what came of it may find more to do. */
    private boolean round() {
        Table table = state.newest();
        from = table.currentSnapshot();
        List<Unit> units = CompactionPlan.of(table, zone, targetBytes);
        if (units.isEmpty()) {
            return false;
        }
        Rewriter rewriter = new Rewriter(state, table, session, zone, new LakeTable(state).stage(attempt), attempt);
        boolean isAgain = false;
        List<Rewritten> ready = new ArrayList<>();
        for (List<Unit> part : parts(units, table)) {
            List<Rewritten> done = part.size() == 1 ? List.of(rewriter.alone(part.get(0))) : rewriter.together(part);
            done.stream().filter(one -> !one.files().isEmpty()).forEach(ready::add);
            isAgain |= done.stream().anyMatch(this::leavesSmall);
            if (isEnough(ready)) {
                commit(ready);
                ready.clear();
            }
        }
        commit(ready);
        return isAgain;
    }

    /** What is written at once: partitions that become one file each, as long as they are small together. */
    private List<List<Unit>> parts(List<Unit> units, Table table) {
        PartitionSpec spec = table.spec();
        // The ranks of values that make a curve are those of one partition.
        boolean isCurve = Arrangement.of(table).zOrder().isPresent();
        List<List<Unit>> parts = new ArrayList<>();
        List<Unit> open = new ArrayList<>();
        Set<StructLikeWrapper> partitions = new HashSet<>();
        long bytes = 0;
        for (Unit unit : units) {
            boolean isFirstOfPartition = partitions.add(StructLikeWrapper.forType(spec.partitionType())
                    .set(unit.bins.get(0).partition()));
            if (unit.files() > 1 || !isFirstOfPartition || isCurve) {
                parts.add(List.of(unit));
                continue;
            }
            boolean isFull = open.size() == PARTITIONS_PER_WRITE || bytes + unit.bytes() > targetBytes;
            if (isFull && !open.isEmpty()) {
                parts.add(open);
                open = new ArrayList<>();
                bytes = 0;
            }
            open.add(unit);
            bytes += unit.bytes();
        }
        if (!open.isEmpty()) {
            parts.add(open);
        }
        return parts;
    }

    private boolean leavesSmall(Rewritten done) {
        return done.files().size() > 1
                && done.files().stream()
                        .anyMatch(file -> file.fileSizeInBytes() < SmallFilePlanner.smallBytes(targetBytes));
    }

    private static boolean isEnough(List<Rewritten> ready) {
        int files = ready.stream().mapToInt(done -> done.unit().tasks().size()).sum();
        long bytes = ready.stream().mapToLong(done -> done.unit().bytes()).sum();
        return files >= FILES_PER_COMMIT || bytes >= BYTES_PER_COMMIT;
    }

    /** If some files are not there any more, halves are tried, so that only what was replaced is dropped. */
    private void commit(List<Rewritten> ready) {
        if (ready.isEmpty()) {
            return;
        }
        Optional<RuntimeException> failure = tryCommit(ready);
        if (failure.isEmpty()) {
            for (Rewritten done : ready) {
                rewritten += done.unit().tasks().size();
                written += done.files().size();
                folded += done.unit().folded.size();
                reordered += done.unit().unordered;
            }
            return;
        }
        if (!(failure.get() instanceof ValidationException)) {
            throw failure.get();
        }
        if (ready.size() == 1) {
            conflicts++;
            ready.get(0).files().forEach(file -> state.storage().io().deleteFile(file.location()));
            return;
        }
        int half = ready.size() / 2;
        commit(ready.subList(0, half));
        commit(ready.subList(half, ready.size()));
    }

    private Optional<RuntimeException> tryCommit(List<Rewritten> ready) {
        Table table = state.writable();
        RewriteFiles rewrite =
                table.newRewrite().validateFromSnapshot(from.snapshotId()).dataSequenceNumber(from.sequenceNumber());
        for (Rewritten done : ready) {
            done.unit().tasks().forEach(task -> rewrite.deleteFile(task.file()));
            done.unit().folded.forEach(rewrite::deleteFile);
            done.files().forEach(rewrite::addFile);
        }
        return new SettledCommit(table, rewrite).run();
    }
}
