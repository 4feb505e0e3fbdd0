package dev.daybreak.lake;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.TimeFilter;
import dev.daybreak.formats.IcebergTypes;
import dev.daybreak.lake.LakeTable.Pinned;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.ColumnCondition;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.InclusiveMetricsEvaluator;
import org.apache.iceberg.io.CloseableIterable;

/** Which files a reader of a snapshot opens, each with the deletes that apply to it: Iceberg's planning, in the engines' terms. */
final class FilePlan {
    /** Engines look into Bloom filters too, with all their threads; of very many files that is soon enough. */
    private static final int MOST_LOOKED_INTO = 256;

    private final AssetKey key;
    private final Table table;
    private final Storage storage;
    private final ZoneId zone;

    FilePlan(AssetKey key, Table table, Storage storage, ZoneId zone) {
        this.key = key;
        this.table = table;
        this.storage = storage;
        this.zone = zone;
    }

    /** @param conditions files that cannot hold rows which meet them all are left out */
    Pinned pin(Optional<Long> id, DataInterval interval, List<ColumnCondition> conditions) {
        Snapshot current = table.currentSnapshot();
        Snapshot snapshot = id.isPresent()
                ? new History(table).require(id.get(), "Cannot read table '" + key + "' at snapshot " + id.get())
                : current;
        // The newest snapshot is seen with the columns of now, so that one just added can be named before it has
        // values.
        boolean isCurrent = snapshot == null || snapshot.snapshotId() == current.snapshotId();
        Schema schema = isCurrent ? table.schema() : table.schemas().get(snapshot.schemaId());
        Optional<TimeColumn> time = TimeColumn.of(table.spec())
                .filter(column -> !interval.isAll() && schema.findField(column.fieldId()) != null);
        Relation relation = new Relation(
                IcebergTypes.schema(schema),
                IcebergTypes.ids(schema.columns()),
                snapshot == null
                        ? List.of()
                        : files(snapshot, schema, filter(schema, snapshot, time, interval, conditions)),
                time.map(column -> new TimeFilter(column.name(), interval)),
                Optional.ofNullable(snapshot).flatMap(pinned -> origin(pinned, schema)));
        return new Pinned(Optional.ofNullable(snapshot).map(Snapshot::snapshotId), relation, files(snapshot));
    }

    /** How many data files a snapshot has; 0 if its maker did not say. */
    private static long files(Snapshot snapshot) {
        return snapshot == null
                ? 0
                : Long.parseLong(snapshot.summary().getOrDefault(SnapshotSummary.TOTAL_DATA_FILES_PROP, "0"));
    }

    private Expression filter(
            Schema schema,
            Snapshot snapshot,
            Optional<TimeColumn> time,
            DataInterval interval,
            List<ColumnCondition> conditions) {
        Expression own = time.map(column -> column.rows(interval, zone)).orElse(Expressions.alwaysTrue());
        return conditions.isEmpty()
                ? own
                : Expressions.and(
                        own,
                        new RowConditions(schema, table.schemas().get(snapshot.schemaId()), zone)
                                .expression(conditions));
    }

    Relation mayHold(long id, List<ValueRanges> values) {
        Snapshot snapshot = snapshot(id);
        Schema schema = table.schema();
        return new Relation(
                IcebergTypes.schema(schema),
                IcebergTypes.ids(schema.columns()),
                files(snapshot, schema, filter(snapshot, values)),
                Optional.empty());
    }

    private Snapshot snapshot(long id) {
        return new History(table).require(id, "Cannot read table '" + key + "' at snapshot " + id);
    }

    /** @param values all of them must be met */
    private Expression filter(Snapshot snapshot, List<ValueRanges> values) {
        Schema then = table.schemas().get(snapshot.schemaId());
        return values.stream()
                .map(one -> one.expression(table.schema(), then))
                .reduce(Expressions.alwaysTrue(), Expressions::and);
    }

    /**
     * Looks at what is known of the values in files that are found anew. To ask for both at once would mostly find no file, and where there are several
     * manifests Iceberg sleeps for ten milliseconds before it tells so.
     */
    boolean isApart(long id, List<ValueRanges> found, Set<String> paths, ValueRanges values) {
        Snapshot snapshot = snapshot(id);
        TableScan scan = scan(snapshot, filter(snapshot, found)).includeColumnStats();
        InclusiveMetricsEvaluator mayHold =
                new InclusiveMetricsEvaluator(scan.schema(), filter(snapshot, List.of(values)));
        return planned(scan).stream()
                .map(FileScanTask::file)
                .filter(file -> paths.contains(rows(file)))
                .noneMatch(mayHold::eval);
    }

    private Optional<Relation.Origin> origin(Snapshot snapshot, Schema schema) {
        String metadata = ((HasTableOperations) table).operations().current().metadataFileLocation();
        return storage.local(metadata).map(file -> new Relation.Origin(file, snapshot.snapshotId(), schema.schemaId()));
    }

    private TableScan scan(Snapshot snapshot, Expression filter) {
        return table.newScan()
                .useSnapshot(snapshot.snapshotId())
                .planWith(CallerThread.INSTANCE)
                .filter(filter);
    }

    private static List<FileScanTask> planned(TableScan scan) {
        List<FileScanTask> planned = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
            tasks.forEach(planned::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return planned;
    }

    private List<Relation.DataFile> files(Snapshot snapshot, Schema schema, Expression filter) {
        TableScan scan = scan(snapshot, filter);
        List<FileScanTask> planned = planned(scan);
        Optional<BloomFilters> blooms = planned.size() > MOST_LOOKED_INTO
                ? Optional.empty()
                : BloomFilters.of(
                        scan.schema(), filter, Arrangement.of(table).layout().bloom());
        return planned.stream()
                .filter(task -> blooms.isEmpty() || mayHold(task, blooms.get()))
                .map(task -> file(task, schema))
                .sorted(Comparator.comparing(Relation.DataFile::path))
                .toList();
    }

    /** A file that is not on this machine counts as one that may, since to look into it is to fetch it; so does one of a format without Bloom filters. */
    private boolean mayHold(FileScanTask task, BloomFilters blooms) {
        return task.file().format() != FileFormat.PARQUET
                || storage.local(task.file().location()).map(blooms::mayHold).orElse(true);
    }

    private Relation.DataFile file(FileScanTask task, Schema schema) {
        List<Relation.DeleteFile> deletes =
                task.deletes().stream().map(file -> delete(file, schema)).toList();
        return new Relation.DataFile(rows(task.file()), task.file().recordCount(), deletes);
    }

    /** Some files of the newest snapshot with the deletes that apply to them, seen with the columns of now. */
    Relation only(List<FileScanTask> tasks) {
        Schema schema = table.schema();
        return new Relation(
                IcebergTypes.schema(schema),
                IcebergTypes.ids(schema.columns()),
                tasks.stream().map(task -> file(task, schema)).toList(),
                Optional.empty());
    }

    private Relation.DeleteFile delete(DeleteFile file, Schema schema) {
        String path = rows(file);
        if (file.content() == FileContent.POSITION_DELETES) {
            return new Relation.PositionDeletes(path, storage.copies());
        }
        List<String> columns = new ArrayList<>();
        for (int id : file.equalityFieldIds()) {
            String column = schema.findColumnName(id);
            if (column == null) {
                throw unreadable("delete file '" + path + "' compares column " + id + ", which the table has no more");
            }
            columns.add(column);
        }
        return new Relation.EqualityDeletes(path, columns);
    }

    private String rows(ContentFile<?> file) {
        if (file.format() == FileFormat.PUFFIN) {
            throw unreadable("'" + file.location()
                    + "' is a deletion vector of Iceberg format 3; permitted are delete files of format 2");
        }
        return storage.rows(file);
    }

    private DaybreakException unreadable(String why) {
        return new DaybreakException(
                ErrorCode.BAD_SOURCE,
                "Cannot read table '" + key + "': " + why,
                "Rewrite the table's files with the program that wrote them, in Iceberg format 2.");
    }
}
