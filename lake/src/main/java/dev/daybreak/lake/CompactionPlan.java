package dev.daybreak.lake;

import dev.daybreak.lake.SliceReader.CountedDelete;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.actions.RewriteFileGroup;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Which files of a snapshot are put together, and what the new files stand for. Files of an earlier partitioning stay as they are, since their
 * rows would move to other slices.
 */
final class CompactionPlan {
    private final Table table;
    private final long smallBytes;
    private final Snapshot snapshot;
    private final SliceReader reader;
    private final Arrangement arrangement;
    private final Map<DataInterval, List<CountedDelete>> deletes;
    private final Map<Object, Unit> units = new LinkedHashMap<>();
    private final Map<String, Unit> unitOfFile = new HashMap<>();

    /** Files of one partition that become one file, or, where rows lie in an order, so many, each with a stretch of it. */
    record Bin(StructLike partition, List<FileScanTask> tasks, int files) {}

    /**
     * What is replaced in full or not at all: some files of one partition; in a slice to which deletes apply, all that is replaced there, since
     * those count to the slice as a whole.
     */
    static final class Unit {
        final List<Bin> bins = new ArrayList<>();
        /** Delete files that apply to nothing else and so go with the files. */
        final List<DeleteFile> folded = new ArrayList<>();
        /** What the new files stand for, all together. */
        ContentSum sum = ContentSum.ZERO;
        /** How many of the files have their rows in no order, or in another than the table's. */
        int unordered;

        List<FileScanTask> tasks() {
            return bins.stream().flatMap(bin -> bin.tasks().stream()).toList();
        }

        /** How many it becomes. */
        int files() {
            return bins.stream().mapToInt(Bin::files).sum();
        }

        long bytes() {
            return tasks().stream().mapToLong(FileScanTask::length).sum();
        }
    }

    private CompactionPlan(Table table, Snapshot snapshot, ZoneId zone, long smallBytes) {
        this.table = table;
        this.smallBytes = smallBytes;
        this.snapshot = snapshot;
        this.reader = new SliceReader(table, zone);
        this.arrangement = Arrangement.of(table);
        this.deletes = snapshot.deleteManifests(table.io()).isEmpty() ? Map.of() : reader.deletes(snapshot);
    }

    static List<Unit> of(Table table, ZoneId zone, long targetBytes) {
        Snapshot snapshot = table.currentSnapshot();
        if (snapshot == null) {
            return List.of();
        }
        CompactionPlan plan = new CompactionPlan(table, snapshot, zone, SmallFilePlanner.smallBytes(targetBytes));
        try (CloseableIterable<RewriteFileGroup> groups =
                new SmallFilePlanner(table, targetBytes).plan().groups()) {
            groups.forEach(plan::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!plan.deletes.isEmpty()) {
            plan.foldDeletes();
        }
        return List.copyOf(plan.units.values());
    }

    private void add(RewriteFileGroup group) {
        List<FileScanTask> tasks = group.fileScanTasks().stream()
                .filter(task -> task.file().specId() == table.spec().specId())
                .toList();
        boolean hasDeletes = tasks.stream().anyMatch(task -> !task.deletes().isEmpty());
        int unordered = (int) tasks.stream()
                .filter(task -> arrangement.isMissing(task.file()))
                .count();
        if (tasks.isEmpty() || (tasks.size() == 1 && !hasDeletes && unordered == 0)) {
            return;
        }
        DataInterval slice = reader.interval(tasks.get(0).file());
        Object key = deletes.containsKey(slice) ? slice : group;
        Unit unit = units.computeIfAbsent(key, one -> new Unit());
        StructLike partition = tasks.get(0).file().partition();
        if (arrangement.layout().order().isPresent()) {
            unit.bins.add(new Bin(partition, tasks, ranges(tasks, group.expectedOutputFiles())));
            unit.unordered += unordered;
        } else {
            bins(tasks, group.expectedOutputFiles()).forEach(bin -> unit.bins.add(new Bin(partition, bin, 1)));
        }
        for (FileScanTask task : tasks) {
            unitOfFile.put(task.file().location(), unit);
            unit.sum = unit.sum.plus(ContentSum.ofData(task.file().location()));
        }
    }

    /** Into how many files rows go that are put in order, so that none is small. */
    private int ranges(List<FileScanTask> tasks, int count) {
        long bytes = tasks.stream().mapToLong(FileScanTask::length).sum();
        return (int) Math.max(1, Math.min(count, bytes / smallBytes));
    }

    /** Shares files out evenly: the largest first, each to the bin that has least. No bin makes a small file. */
    private Collection<List<FileScanTask>> bins(List<FileScanTask> tasks, int count) {
        if (count <= 1) {
            return List.of(tasks);
        }
        record Filling(List<FileScanTask> tasks, long bytes) {}
        PriorityQueue<Filling> bins = new PriorityQueue<>(Comparator.comparingLong(Filling::bytes));
        for (int i = 0; i < Math.min(count, tasks.size()); i++) {
            bins.add(new Filling(new ArrayList<>(), 0));
        }
        tasks.stream()
                .sorted(Comparator.comparingLong(FileScanTask::length).reversed())
                .forEach(task -> {
                    Filling least = bins.remove();
                    least.tasks().add(task);
                    bins.add(new Filling(least.tasks(), least.bytes() + task.length()));
                });
        boolean isEnough = bins.element().bytes() >= smallBytes;
        return isEnough ? bins.stream().map(Filling::tasks).toList() : bins(tasks, count - 1);
    }

    /** Finds the delete files that go, and takes into account how those that stay will count. */
    private void foldDeletes() {
        Map<String, Set<Unit>> appliesTo = new HashMap<>();
        Map<String, DeleteFile> files = new HashMap<>();
        Map<DataInterval, Long> oldestLeft = new HashMap<>();
        Unit others = new Unit();
        try (CloseableIterable<FileScanTask> tasks =
                table.newScan().useSnapshot(snapshot.snapshotId()).planFiles()) {
            for (FileScanTask task : tasks) {
                Unit unit = unitOfFile.getOrDefault(task.file().location(), others);
                for (DeleteFile delete : task.deletes()) {
                    files.put(delete.location(), delete);
                    appliesTo
                            .computeIfAbsent(delete.location(), name -> new HashSet<>())
                            .add(unit);
                }
                if (unit == others) {
                    oldestLeft.merge(reader.interval(task.file()), task.file().dataSequenceNumber(), Math::min);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Set<String> folded = new HashSet<>();
        appliesTo.forEach((location, touched) -> {
            if (touched.size() == 1 && !touched.contains(others)) {
                touched.iterator().next().folded.add(files.get(location));
                folded.add(location);
            }
        });
        deletes.forEach((slice, counted) -> {
            Unit unit = units.get(slice);
            if (unit != null) {
                // New files are as old as the snapshot that they were made from.
                long oldest = Math.min(oldestLeft.getOrDefault(slice, Long.MAX_VALUE), snapshot.sequenceNumber());
                counted.stream()
                        .filter(delete -> folded.contains(delete.location()) || oldest >= delete.before())
                        .forEach(gone -> unit.sum = unit.sum.plus(ContentSum.ofDeletes(gone.location())));
            }
        });
    }
}
