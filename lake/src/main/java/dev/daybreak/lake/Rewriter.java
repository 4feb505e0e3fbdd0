package dev.daybreak.lake;

import dev.daybreak.engine.Session;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.lake.CompactionPlan.Bin;
import dev.daybreak.lake.CompactionPlan.Unit;
import dev.daybreak.project.fault.Failpoint;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.StructLikeWrapper;

/** Has an engine write the rows of some files anew, and names what it wrote by what it stands for. */
final class Rewriter {
    private static final String RELATION = "daybreak_small_files";

    private final Storage storage;
    private final Table table;
    private final Session session;
    private final FilePlan files;
    private final String attempt;
    private final WriteSpec split;
    private final WriteSpec flat;
    private final Arrangement arrangement;
    private final Footers footers = new Footers();

    /**
     * @param table as it was planned on
     * @param spec how rows are split that are written for the table
     * @param attempt names the files
     */
    Rewriter(TableState state, Table table, Session session, ZoneId zone, WriteSpec spec, String attempt) {
        this.storage = state.storage();
        this.table = table;
        this.session = session;
        this.files = new FilePlan(state.key(), table, storage, zone);
        this.attempt = attempt;
        this.arrangement = Arrangement.of(table);
        this.split = arrangement.ofMaintenance(spec);
        this.flat = split.unsplit();
    }

    /** @param files that take the place of the unit's; empty if it has no row left, and nothing would stand for what was there */
    record Rewritten(Unit unit, List<DataFile> files) {}

    /** A written file with the partition that it is of. */
    private record Placed(StoredFile file, StructLike partition) {}

    /** Each bin becomes as many files as it says: the rows of a write are of one partition already. */
    Rewritten alone(Unit unit) {
        List<Placed> placed = new ArrayList<>();
        for (Bin bin : unit.bins) {
            write(bin.tasks(), flat.inRanges(bin.files()))
                    .forEach(file -> placed.add(new Placed(file, bin.partition())));
        }
        return new Rewritten(unit, described(unit, placed));
    }

    /** The same for units of one bin each, all of other partitions: one write splits the rows, which takes less than many. */
    List<Rewritten> together(List<Unit> units) {
        PartitionSpec spec = table.spec();
        Map<StructLikeWrapper, Unit> byPartition = new HashMap<>();
        Map<Unit, List<Placed>> placed = new HashMap<>();
        List<FileScanTask> tasks = new ArrayList<>();
        for (Unit unit : units) {
            Unit other = byPartition.put(wrapped(unit.bins.get(0).partition()), unit);
            if (other != null) {
                throw new IllegalArgumentException("two units of one partition cannot be told apart in one write");
            }
            placed.put(unit, new ArrayList<>());
            tasks.addAll(unit.tasks());
        }
        List<StoredFile> written = write(tasks, split);
        for (StoredFile file : written) {
            PartitionData partition = new PartitionData(spec.partitionType());
            Partitioning.fill(partition, spec, file.file().partition());
            Unit unit = byPartition.get(wrapped(partition));
            if (unit == null) {
                // Another program put rows into a partition that are not of it: they stay there.
                StoredFile.deleteAllBut(
                        List.of(), written.stream().map(StoredFile::path).toList());
                return units.stream().map(this::alone).toList();
            }
            placed.get(unit).add(new Placed(file, partition));
        }
        return units.stream()
                .map(unit -> new Rewritten(unit, described(unit, placed.get(unit))))
                .toList();
    }

    private StructLikeWrapper wrapped(StructLike partition) {
        return StructLikeWrapper.forType(table.spec().partitionType()).set(partition);
    }

    private List<StoredFile> write(List<FileScanTask> tasks, WriteSpec spec) {
        session.register(RELATION, files.only(tasks));
        List<WrittenFile> written = session.write("SELECT * FROM \"" + RELATION + "\"", spec);
        Failpoint.MID_WRITE.reach();
        List<StoredFile> stored = StoredFile.of(written, table, LakeTable.format(table), footers);
        StoredFile.deleteAllBut(
                stored.stream().map(StoredFile::path).toList(),
                written.stream().map(WrittenFile::path).toList());
        return stored;
    }

    private List<DataFile> described(Unit unit, List<Placed> placed) {
        if (placed.isEmpty()) {
            return List.of();
        }
        ContentSum sum = unit.sum;
        for (Placed other : placed.subList(1, placed.size())) {
            sum = sum.minus(ContentSum.ofData(location(other.file())));
        }
        StoredFile first = placed.get(0).file();
        Path named = MaintenanceFiles.renamed(first.path(), attempt, sum);
        Failpoint.MID_WRITE.reach();
        placed.set(0, new Placed(first.at(named), placed.get(0).partition()));
        List<Path> paths = placed.stream().map(one -> one.file().path()).toList();
        storage.keep(table, paths);
        storage.published(table, paths);
        return placed.stream()
                .map(one -> one.file().describe(table, storage, one.partition()))
                .toList();
    }

    private String location(StoredFile file) {
        return storage.location(table, file.path());
    }
}
