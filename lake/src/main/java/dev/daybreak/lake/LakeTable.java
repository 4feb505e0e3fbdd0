package dev.daybreak.lake;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.formats.IcebergTypes;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.FileLayout;
import dev.daybreak.project.asset.TableFormat;
import dev.daybreak.project.plan.Slice;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.ColumnCondition;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.util.SnapshotUtil;

/** One table of the lake. Thread-safe; every call sees the newest state. */
public final class LakeTable {
    private final TableState state;
    private final Optional<Schema> written;
    private final Optional<TableFormat> prepared;
    private final Footers footers = new Footers();

    private LakeTable(TableState state, Optional<Schema> written, Optional<TableFormat> prepared) {
        this.state = state;
        this.written = written;
        this.prepared = prepared;
    }

    /** A table as it is. */
    LakeTable(TableState state) {
        this(state, Optional.empty(), Optional.empty());
    }

    /** A table that was prepared with a layout. */
    LakeTable(TableState state, Lake.Layout layout) {
        this(state, Optional.of(layout.schema()), Optional.of(layout.format()));
    }

    public AssetKey key() {
        return state.key();
    }

    /** All columns of the table, also those that its layout no longer has. */
    public Schema schema() {
        return told("read", () -> IcebergTypes.schema(state.newest().schema()));
    }

    /** The id of the newest snapshot; empty if nothing was ever published. */
    public Optional<Long> currentSnapshot() {
        return told("read", () -> Optional.ofNullable(state.newest().currentSnapshot())
                .map(Snapshot::snapshotId));
    }

    /** Newest first. */
    public List<SnapshotEntry> history() {
        return told("read the history of", () -> new History(state.newest()).entries());
    }

    /** Snapshots that a tag keeps although what came between them and those of {@link #history} has expired, the latest made first. */
    public List<SnapshotEntry> onlyTagged() {
        return told("read the history of", () -> new History(state.newest()).onlyTagged());
    }

    /**
     * The snapshots that readers saw until the table was put back behind them, the latest made first. It can be put forward to them again. None are
     * known of an environment.
     */
    public List<SnapshotEntry> putBack() {
        return told("read the history of", () -> state.isBranch() ? List.of() : new History(state.newest()).putBack());
    }

    /**
     * What a reader of one snapshot gets. An older snapshot shows the columns that the table had then.
     *
     * @param snapshot empty: the newest. An id that the table has not fails with {@code NOT_FOUND} and lists the latest ones
     * @param interval only rows whose time column lies in it, and only the files that may hold such rows; {@link DataInterval#ALL} for everything.
     *     Without meaning for a table that is not split along time
     * @param zone the project's, for dates and timestamps without a zone
     */
    public Pinned pin(Optional<Long> snapshot, DataInterval interval, ZoneId zone) {
        return pin(snapshot, interval, zone, List.of());
    }

    /**
     * The same without files that cannot hold rows which meet some conditions. Rows that do not meet them may still be read.
     *
     * @param conditions all of them must be met; of a column that the table has not, or with constants of another kind than its values, one
     *     counts as met
     */
    public Pinned pin(Optional<Long> snapshot, DataInterval interval, ZoneId zone, List<ColumnCondition> conditions) {
        return told("read", () -> new FilePlan(key(), state.newest(), state.storage(), zone)
                .pin(snapshot, interval, conditions));
    }

    /** The files of the newest snapshot and their sizes; empty if nothing was ever published. Reads all of its manifests. */
    public Optional<TableFiles> files() {
        return told("read the files of", () -> {
            Table table = state.newest();
            return Optional.ofNullable(table.currentSnapshot()).map(snapshot -> FileSizes.of(table, snapshot));
        });
    }

    /** All snapshots that the table still has, also those that did not lead to its newest one; the latest made first. */
    public List<SnapshotEntry> snapshots() {
        return told("read the snapshots of", () -> new History(state.newest()).all());
    }

    /** How many data files a snapshot has, as its summary says; 0 if that is not told. */
    public int fileCount(long snapshot) {
        return told(
                "read",
                () -> Integer.parseInt(
                        state.newest().snapshot(snapshot).summary().getOrDefault("total-data-files", "0")));
    }

    /**
     * The files of a snapshot that may hold rows with such values in all of these columns.
     *
     * @param snapshot of the table
     * @return with all rows of these files, in the columns of now
     */
    public Relation mayHold(long snapshot, List<ValueRanges> values, ZoneId zone) {
        return told("read", () -> new FilePlan(key(), state.newest(), state.storage(), zone).mayHold(snapshot, values));
    }

    /**
     * Whether some of the files that {@link #mayHold} found are known to have no row with certain values. False if it is not known, as of a column of
     * a kind that is not looked at.
     *
     * @param found what the files were found by
     * @param paths of files
     */
    public boolean isApart(long snapshot, List<ValueRanges> found, Set<String> paths, ValueRanges values, ZoneId zone) {
        return told("read", () -> new FilePlan(key(), state.newest(), state.storage(), zone)
                .isApart(snapshot, found, paths, values));
    }

    /**
     * The snapshot that readers saw at an instant, if there was one that has not expired; in an environment, the newest that was made by then, of those
     * that led to its newest.
     */
    public Optional<Long> snapshotAt(Instant instant) {
        return told("read the history of", () -> {
            History history = new History(state.newest());
            return state.isBranch() ? history.madeBy(instant) : history.at(instant);
        });
    }

    /** The column along which the table is split by time. */
    public Optional<String> timeColumn() {
        return told("read", () -> TimeColumn.of(state.newest().spec()).map(TimeColumn::name));
    }

    /**
     * The versions of the table's slices along time in its newest snapshot: one per partition of the time column (in the
     * layout's grain; days for weeks), or one over {@link DataInterval#ALL} if there is no time column. A slice's version is a hash of
     * which data and delete files it holds, so it changes if and only if the files do. Slices without files are left out.
     * Rows without a time make a slice at the very beginning of {@link DataInterval#ALL}.
     */
    public List<Slice> slices(ZoneId zone) {
        return told("read the slices of", () -> state.slices(zone));
    }

    /** The same in an earlier snapshot; empty if the table does not have it any more. */
    public Optional<List<Slice>> slices(long snapshot, ZoneId zone) {
        return told("read the slices of", () -> {
            Table table = state.newest();
            return Optional.ofNullable(table.snapshot(snapshot))
                    .map(found -> new SliceReader(table, zone).slices(found));
        });
    }

    /** How rows are to lie in the table's files. */
    public FileLayout layout() {
        return told("read", () -> Arrangement.of(state.newest()).layout());
    }

    /**
     * Where and how an attempt's files are written: the table's data folder, and field ids. Of a table that was prepared
     * with a layout, the layout's columns, required as the layout says; of one that was found, all of its columns.
     *
     * @param attempt names the files; letters, digits and dashes
     */
    public WriteSpec stage(String attempt) {
        return stage(attempt, written);
    }

    /** The same for rows that were read from the table: all of its columns. */
    public WriteSpec stageAll(String attempt) {
        return stage(attempt, Optional.empty());
    }

    private WriteSpec stage(String attempt, Optional<Schema> written) {
        return told("write to", () -> {
            Table table = state.newest();
            List<Column> columns = new ArrayList<>();
            List<WriteSpec.FieldId> ids = new ArrayList<>();
            for (NestedField field : table.schema().columns()) {
                Column column = IcebergTypes.column(field);
                Optional<Column> wanted =
                        written.isEmpty() ? Optional.of(column) : written.get().find(field.name());
                if (wanted.isPresent()) {
                    columns.add(new Column(
                            column.name(), column.type(), wanted.get().required(), column.description()));
                    ids.add(IcebergTypes.fieldId(field));
                }
            }
            Schema schema = new Schema(columns);
            return new WriteSpec(
                    schema,
                    ids,
                    Partitioning.timeSplit(table.spec()),
                    Partitioning.clustering(table.spec()),
                    Arrangement.of(table).ofRuns(schema),
                    1,
                    state.storage().staging(table),
                    DataFolder.prefix(attempt));
        });
    }

    /** What is wrong with how the table is split, in words; empty if nothing. */
    public List<String> partitionWarnings() {
        return told("read the partitions of", () -> ManyPartitions.inTable(state.newest()));
    }

    /** What is wrong with how written files are split, in words; empty if nothing. */
    public List<String> partitionWarnings(List<WrittenFile> files) {
        return told("read the partitions of", () -> ManyPartitions.inFiles(state.newest(), files));
    }

    /** Begins to read what the footers of written files tell, in the background: a publish by this object then finds it read. */
    public void readAhead(List<WrittenFile> files) {
        told("read staged files of", () -> {
            footers.readAhead(files, state.newest());
            return true;
        });
    }

    /** A relation over files that were written but not published, for checking them. */
    public Relation staged(List<WrittenFile> files) {
        return told("read staged files of", () -> {
            org.apache.iceberg.Schema schema = state.newest().schema();
            List<Relation.DataFile> data = files.stream()
                    .map(file -> new Relation.DataFile(file.path().toString(), file.rows(), List.of()))
                    .toList();
            return new Relation(
                    IcebergTypes.schema(schema), IcebergTypes.ids(schema.columns()), data, Optional.empty());
        });
    }

    /**
     * Makes files visible in one commit, exactly once for a step key.
     *
     * @param replaces rows of these intervals are replaced; {@link DataInterval#ALL} alone replaces everything; empty: files are added.
     *     All rows of the files must lie in them
     * @return the snapshot; for a step key that is in the table's history already, that earlier snapshot with {@code repeated}
     * @throws dev.daybreak.project.problem.DaybreakException {@code SUPERSEDED} if the guard's token is no longer the newest;
     *     {@code CHECK_FAILED} if the files hold rows outside of the intervals
     */
    public Published publish(List<WrittenFile> files, List<DataInterval> replaces, ZoneId zone, PublishGuard guard) {
        return told("publish to", () -> publication(guard).run(files, replaces, zone));
    }

    /**
     * Puts files in place of others in one commit, exactly once for a step key.
     *
     * @return empty if the table has changed since the change was computed: nothing was changed, and it is to be computed anew. Else as
     *     {@link #publish}
     * @throws dev.daybreak.project.problem.DaybreakException {@code SUPERSEDED} if the guard's token is no longer the newest
     */
    public Optional<Published> replace(FileChange change, PublishGuard guard) {
        return told("publish to", () -> publication(guard).run(change));
    }

    /**
     * Puts the table back to an earlier snapshot of its history. Later ones stay where they are until they are cleaned up, so it can be
     * put forward again.
     *
     * @throws dev.daybreak.project.problem.DaybreakException {@code NOT_FOUND} if the table has no such snapshot
     */
    public RolledBack rollback(long snapshot) {
        return told("roll back", () -> {
            Table table = state.writable();
            new History(table).require(snapshot, "Cannot put table '" + key() + "' back to snapshot " + snapshot);
            if (table.currentSnapshot().snapshotId() != snapshot) {
                table.manageSnapshots().setCurrentSnapshot(snapshot).commit();
            }
            return RolledBack.of(state.newest());
        });
    }

    /**
     * What {@link #rollback} would come to. Changes nothing.
     *
     * @throws dev.daybreak.project.problem.DaybreakException {@code NOT_FOUND} if the table has no such snapshot
     */
    public RolledBack foretellRollback(long snapshot) {
        return told("look at", () -> {
            Table table = state.newest();
            Snapshot wanted = new History(table)
                    .require(snapshot, "Cannot put table '" + key() + "' back to snapshot " + snapshot);
            return RolledBack.of(table, wanted);
        });
    }

    /** Names of snapshots, in order. */
    public SortedMap<String, Long> tags() {
        return told("read the tags of", () -> {
            SortedMap<String, Long> tags = new TreeMap<>();
            state.newest().refs().forEach((name, ref) -> {
                if (ref.isTag()) {
                    tags.put(name, ref.snapshotId());
                }
            });
            return tags;
        });
    }

    /**
     * Gives a snapshot a name, by which it is kept. Done again, it changes nothing.
     *
     * @throws dev.daybreak.project.problem.DaybreakException {@code NOT_FOUND} if the table has no such snapshot; {@code WRONG_USE} if a branch
     *     or another snapshot has the name
     */
    public void tag(String name, long snapshot) {
        told("tag", () -> {
            Table table = state.writable();
            new History(table).require(snapshot, "Cannot tag snapshot " + snapshot + " of table '" + key() + "'");
            SnapshotRef known = table.refs().get(name);
            if (known != null && known.isBranch()) {
                throw new DaybreakException(
                        ErrorCode.WRONG_USE,
                        "Cannot tag table '" + key() + "' as '" + name + "': an environment has that name.",
                        "Name the tag otherwise.");
            }
            if (known != null && known.snapshotId() != snapshot) {
                throw new DaybreakException(
                        ErrorCode.WRONG_USE,
                        "Cannot tag snapshot " + snapshot + " of table '" + key() + "': '" + name + "' is snapshot "
                                + known.snapshotId() + ", which may be kept by nothing else.",
                        "Take another name, or take this one away first: daybreak tag " + key() + " " + name
                                + " --drop");
            }
            if (known == null) {
                table.manageSnapshots().createTag(name, snapshot).commit();
            }
            return true;
        });
    }

    /** Takes a name away; false if no snapshot has it. */
    public boolean untag(String name) {
        return told("remove a tag of", () -> {
            boolean isThere = tags().containsKey(name);
            if (isThere) {
                state.writable().manageSnapshots().removeTag(name).commit();
            }
            return isThere;
        });
    }

    /** The snapshot that a step published, whoever did it. */
    public Optional<Published> findPublished(String stepKey) {
        return told(
                "read the history of",
                () -> new History(state.newest()).find(stepKey).map(snapshot -> History.published(snapshot, true)));
    }

    /**
     * Locations of data files in the table's folder that no snapshot holds. While nothing runs there should be none: whoever dies leaves
     * some, and the next run removes them.
     */
    public Set<String> orphans() {
        return told("look for orphans of", () -> folder().orphans());
    }

    /** Those of some written files all of whose rows lie in partitions along time that end at an instant or before it. */
    public List<WrittenFile> endingBefore(List<WrittenFile> files, Instant instant, ZoneId zone) {
        return told("read", () -> {
            Optional<TimeColumn> time = TimeColumn.of(state.newest().spec());
            return files.stream()
                    .filter(file -> time.isPresent()
                            && file.partition().get(0) instanceof Integer ordinal
                            && !time.get().interval(ordinal, zone).end().isAfter(instant))
                    .toList();
        });
    }

    /** Deletes files that were written and are not to be published. */
    public void discard(List<WrittenFile> files) {
        told("discard files of", () -> {
            try {
                for (WrittenFile file : files) {
                    Files.deleteIfExists(file.path());
                }
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Deletes files that an attempt wrote and that no snapshot holds. Returns how many. */
    public int discard(String attempt) {
        return told("discard files of", () -> folder().discard(attempt));
    }

    /** What files of the table are written as; Parquet if its property names a format that is none of these. */
    static TableFormat format(Table table) {
        String format = table.properties().getOrDefault(TableProperties.DEFAULT_FILE_FORMAT, "");
        return Stream.of(TableFormat.values())
                .filter(one -> one.text().equalsIgnoreCase(format))
                .findFirst()
                .orElse(TableFormat.PARQUET);
    }

    private Publication publication(PublishGuard guard) {
        TableFormat format = prepared.orElseGet(() -> format(state.newest()));
        return new Publication(state, guard, footers, format);
    }

    private DataFolder folder() {
        return DataFolder.of(state.newest(), state.storage());
    }

    private <T> T told(String what, Supplier<T> action) {
        Path place = state.folder();
        return Failures.told(what + " table '" + key() + "'", place, action);
    }

    /**
     * A snapshot with the files that a read of it opens.
     *
     * @param snapshot empty if the table has none yet; the relation is then empty
     * @param files how many data files the snapshot has, opened or not; 0 if whoever made it did not say
     */
    public record Pinned(Optional<Long> snapshot, Relation relation, long files) {}

    /**
     * The effect of a publish.
     *
     * @param rows rows in the files that were added
     * @param repeated whether an earlier call had done it already
     */
    public record Published(long snapshot, Instant at, long rows, boolean repeated) {}

    /**
     * A table that was put back.
     *
     * @param at when the snapshot was made that it is at now
     * @param led the snapshots that led to it, as far as they have not expired, and itself
     * @param known all that the table has
     */
    public record RolledBack(Instant at, Set<Long> led, Set<Long> known) {
        static RolledBack of(Table table) {
            return of(table, table.currentSnapshot());
        }

        static RolledBack of(Table table, Snapshot at) {
            Set<Long> led = new HashSet<>(SnapshotUtil.ancestorIds(at, table::snapshot));
            Set<Long> known = new HashSet<>();
            table.snapshots().forEach(snapshot -> known.add(snapshot.snapshotId()));
            return new RolledBack(Instant.ofEpochMilli(at.timestampMillis()), led, known);
        }
    }

    /**
     * A line of the table's history.
     *
     * @param summary Iceberg's and ours: {@code daybreak.step}, {@code daybreak.attempt}, {@code daybreak.token}, {@code daybreak.run},
     *     {@code daybreak.fingerprint}, {@code daybreak.rows}
     */
    public record SnapshotEntry(long snapshot, Instant at, String operation, Map<String, String> summary) {
        /** The key of the step that published it; empty if something else made it. */
        public Optional<String> step() {
            return Optional.ofNullable(summary.get(History.STEP));
        }

        /** Whether maintenance made it: its rows are those of the snapshot before. */
        public boolean isMaintenance() {
            return summary.containsKey(SettledCommit.MARK);
        }
    }
}
