package dev.daybreak.lake;

import dev.daybreak.formats.IcebergTypes;
import dev.daybreak.lake.Partitioning.Part;
import dev.daybreak.project.asset.FileLayout;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.DataType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdatePartitionSpec;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.jdbc.JdbcCatalog;

/** Makes a table, or changes it to fit a layout. Whoever does so at the same time, in this process or another, is waited out. */
final class Preparation {
    private static final int TRIES = 20;
    private final JdbcCatalog catalog;
    private final TableState state;
    private final Lake.Layout layout;
    private final Optional<String> branch;
    private final LakeViews views;

    /** @param branch that the table is for; empty: the main one */
    Preparation(JdbcCatalog catalog, TableState state, Lake.Layout layout, Optional<String> branch, LakeViews views) {
        this.catalog = catalog;
        this.state = state;
        this.layout = layout;
        this.branch = branch;
        this.views = views;
    }

    void run() {
        refuseUnknownColumns();
        RuntimeException last = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                makeOrChange();
                return;
            } catch (AlreadyExistsException | CommitFailedException e) {
                last = e;
                long most = TimeUnit.MILLISECONDS.toNanos(20L << Math.min(i, 6));
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most));
            }
        }
        throw last;
    }

    private void makeOrChange() {
        Table current;
        try {
            current = state.newest();
        } catch (NoSuchTableException e) {
            if (!exists()) {
                views.giveWay(state.key(), branch);
                make();
                return;
            }
            appear();
            current = state.newest();
        }
        SchemaChange change = SchemaChange.between(current.schema(), layout.schema(), state.key());
        if (!change.isEmpty() || !specFits(current.spec(), current.schema()) || !filesFit(current)) {
            evolve(state.writable());
        }
        if (branch.isEmpty() && LakeTable.format(current) != layout.format()) {
            state.writable()
                    .updateProperties()
                    .set(TableProperties.DEFAULT_FILE_FORMAT, layout.format().text())
                    .commit();
        }
    }

    private boolean exists() {
        try {
            return state.isHidden();
        } catch (NoSuchTableException e) {
            return false;
        }
    }

    /** Other branches have made the table; from now on this one has it too. */
    private void appear() {
        Table table = catalog.loadTable(state.identifier());
        if (branch.isEmpty()) {
            table.updateProperties().remove(Branching.MADE_IN).commit();
        } else {
            String makers = table.properties().get(Branching.MADE_IN);
            table.updateProperties()
                    .set(Branching.MADE_IN, makers + "," + branch.get())
                    .commit();
        }
    }

    private void make() {
        Schema schema = IcebergTypes.schema(layout.schema());
        PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
        Partitioning.parts(layout, schema).forEach(part -> part.addTo(spec, schema));
        FileLayout files = Arrangement.named(layout.files(), schema);
        Map<String, String> properties = properties();
        List<String> kept = layout.time().map(Lake.Time::column).stream()
                .map(column -> schema.caseInsensitiveFindField(column).name())
                .toList();
        properties.putAll(Arrangement.properties(files, schema, kept));
        catalog.buildTable(state.identifier(), schema)
                .withPartitionSpec(spec.build())
                .withSortOrder(Arrangement.sortOrder(files, schema))
                .withProperties(properties)
                .create();
    }

    private boolean specFits(PartitionSpec spec, Schema schema) {
        Set<Part> wanted = new HashSet<>(Partitioning.parts(layout, schema));
        return wanted.equals(new HashSet<>(Partitioning.parts(spec)));
    }

    /** Of a table that has all the layout's columns. A branch leaves the files' layout as it is, since it is the table's. */
    private boolean filesFit(Table table) {
        return branch.isPresent()
                || Arrangement.named(layout.files(), table.schema())
                        .equals(Arrangement.of(table).layout());
    }

    private void evolve(Table table) {
        SchemaChange change = SchemaChange.between(table.schema(), layout.schema(), state.key());
        Transaction transaction = table.newTransaction();
        if (!change.isEmpty()) {
            UpdateSchema update = transaction.updateSchema();
            change.applyTo(update);
            update.commit();
        }
        Schema schema = transaction.table().schema();
        PartitionSpec spec = transaction.table().spec();
        if (!specFits(spec, schema)) {
            UpdatePartitionSpec update = transaction.updateSpec();
            List<Part> has = Partitioning.parts(spec);
            List<Part> wanted = Partitioning.parts(layout, schema);
            for (int i = 0; i < has.size(); i++) {
                if (!wanted.contains(has.get(i))) {
                    update.removeField(spec.fields().get(i).name());
                }
            }
            for (Part part : wanted) {
                if (!has.contains(part)) {
                    update.addField(part.fieldName(schema), part.term());
                }
            }
            update.commit();
        }
        FileLayout files = Arrangement.named(layout.files(), schema);
        if (branch.isEmpty()
                && !files.equals(Arrangement.of(transaction.table()).layout())) {
            Arrangement.change(transaction, files);
        }
        transaction.commitTransaction();
    }

    private void refuseUnknownColumns() {
        layout.time().ifPresent(time -> refuseUnknown(time.column()));
        layout.clustering().forEach(clustering -> refuseUnknown(clustering.column()));
        layout.files().uses().forEach(this::refuseUnfit);
    }

    private void refuseUnfit(FileLayout.Use use) {
        refuseUnknown("use '" + use.key() + "' of table '" + state.key() + "' for", use.column());
        DataType type = layout.schema().find(use.column()).orElseThrow().type();
        if (!use.fits(type)) {
            throw new DaybreakException(
                    ErrorCode.INVALID_PROJECT,
                    "Cannot use '" + use.key() + "' of table '" + state.key() + "' for column '" + use.column()
                            + "': it is of type " + type + "; permitted are " + use.permitted(),
                    "Take it out of '" + use.key() + "'.");
        }
    }

    private void refuseUnknown(String column) {
        refuseUnknown("split table '" + state.key() + "' by", column);
    }

    private void refuseUnknown(String what, String column) {
        if (layout.schema().find(column).isEmpty()) {
            throw new DaybreakException(
                    ErrorCode.INVALID_PROJECT,
                    "Cannot " + what + " column '" + column
                            + "': it has no such column; it has "
                            + String.join(", ", layout.schema().names()),
                    "Name one of its columns, or add the column to what the table holds.");
        }
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        properties.put(TableProperties.FORMAT_VERSION, "2");
        properties.put(TableProperties.DEFAULT_FILE_FORMAT, layout.format().text());
        properties.put(TableProperties.PARQUET_COMPRESSION, "zstd");
        properties.put(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true");
        properties.put(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "20");
        properties.put(TableProperties.DEFAULT_WRITE_METRICS_MODE, "truncate(16)");
        // Wide tables keep metrics of their first columns only; those of the time column decide what a publish
        // replaces.
        layout.time()
                .ifPresent(time -> properties.put(
                        TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX
                                + layout.schema()
                                        .find(time.column())
                                        .orElseThrow()
                                        .name(),
                        "full"));
        // A commit adds a small manifest, and each costs every later reader a file: some are merged into one early.
        properties.put(TableProperties.MANIFEST_MIN_MERGE_COUNT, "10");
        properties.put(TableProperties.COMMIT_NUM_RETRIES, "30");
        properties.put(TableProperties.COMMIT_MIN_RETRY_WAIT_MS, "20");
        properties.put(TableProperties.COMMIT_MAX_RETRY_WAIT_MS, "5000");
        properties.put(TableProperties.COMMIT_TOTAL_RETRY_TIME_MS, "600000");
        branch.ifPresent(name -> properties.put(Branching.MADE_IN, name));
        return properties;
    }
}
