package dev.daybreak.tables;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.LakeTable.Published;
import dev.daybreak.lake.PublishGuard;
import dev.daybreak.orchestration.step.Audit;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.step.Work;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.WriteMode.Merge;
import dev.daybreak.project.asset.WriteMode.Scd2;
import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.fault.Failpoint;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.quality.Checks;
import dev.daybreak.sql.text.BoundSql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One attempt at some partitions of a SQL table whose rows change those that are there. The rows of the SELECT, the batch, are written aside
 * and checked; what they make of the table's files is computed from its newest snapshot, and once more if another writer comes first.
 */
final class RewriteWork implements Work {
    /** So often another writer may come first. */
    private static final int TRIES = 20;

    private final Lake lake;
    private final Settings settings;
    private final StepContext step;
    private final TableAsset asset;
    private final PinnedInputs inputs;
    private final Session session;
    private final List<DataInterval> partitions;
    private final TableQuery query;
    private final Map<DataInterval, List<WrittenFile>> batch = new HashMap<>();
    private final Set<Path> scratch = new HashSet<>();
    private Schema output;
    private WriteColumns columns;
    private LakeTable table;
    private FileRewriting.Rewritten rewritten;
    /** Whether it is certain which files were published; else the table is asked. */
    private boolean isSettled;

    RewriteWork(Engine engine, Lake lake, Settings settings, StepContext step, PinnedInputs inputs) {
        this.lake = lake;
        this.settings = settings;
        this.step = step;
        this.asset = (TableAsset) step.node().asset();
        this.inputs = inputs;
        this.partitions =
                step.partitions().stream().map(PlannedPartition::interval).toList();
        this.session = engine.open(settings.zone());
        this.query = new TableQuery(asset, session, inputs, settings);
    }

    @Override
    public void compute() {
        long rows = 0;
        for (DataInterval partition : partitions) {
            rows += computeBatch(partition);
            step.monitor().progress(rows, -1);
            Failpoint.MID_WRITE.reach();
        }
        step.monitor().log("Computed " + rows + " rows for " + partitions.size() + " partitions.");
        rewritten = rewrite(partitions);
        step.monitor().log("In the table: " + rewritten.words());
    }

    private long computeBatch(DataInterval partition) {
        query.register(session::register, partition, partition);
        BoundSql bound = query.bind(partition, false);
        return SqlPlaces.located(asset, bound, () -> {
            if (table == null) {
                output = OutputSchema.of(step.node(), session.describe(bound.text()));
                columns = new WriteColumns(asset, output);
                table = lake.prepare(asset.key(), TableLayout.of(asset, columns.schema(), partition, settings.zone()));
            }
            BoundSql whole = columns.of(bound, partition);
            return SqlPlaces.located(asset, whole, () -> {
                List<WrittenFile> files = session.write(whole.text(), table.stage(step.attempt()));
                batch.put(partition, files);
                files.forEach(file -> scratch.add(file.path()));
                return files.stream().mapToLong(WrittenFile::rows).sum();
            });
        });
    }

    /** What the rows of some partitions make of the table as it is now. */
    private FileRewriting.Rewritten rewrite(List<DataInterval> accepted) {
        List<WrittenFile> files = accepted.stream()
                .flatMap(partition -> batch.get(partition).stream())
                .toList();
        session.register(Changes.BATCH, table.staged(files));
        FileRewriting.Rewritten result =
                new FileRewriting(session, table, step.attempt(), changes(accepted)).compute(files);
        result.change().added().forEach(file -> scratch.add(file.path()));
        result.aside().forEach(file -> scratch.add(file.path()));
        return result;
    }

    private Changes changes(List<DataInterval> accepted) {
        DataInterval first = accepted.get(0);
        KeyRules rules = new KeyRules(session, asset, first, settings.zone());
        if (asset.write() instanceof Merge merge) {
            rules.check(merge);
            return new MergeChanges(merge, output.names(), session, settings.zone());
        }
        if (asset.write() instanceof Scd2 scd2) {
            DataType type = table.schema().find(Scd2.VALID_FROM).orElseThrow().type();
            rules.check(scd2, type);
            return new Scd2Changes(scd2, session, first, type, settings.zone());
        }
        return new AppendChanges(accepted, settings.zone());
    }

    @Override
    public List<Audit> audit() {
        List<Audit> audits = new ArrayList<>();
        Schema checked = new Schema(output.names().stream()
                .map(name -> table.schema().find(name).orElseThrow())
                .toList());
        for (DataInterval partition : partitions) {
            List<WrittenFile> files = batch.get(partition);
            List<CheckOutcome> outcomes = List.of();
            if (!asset.checks().isEmpty()) {
                session.register("audited", table.staged(files));
                outcomes = Checks.evaluate(session, "audited", checked, asset.checks());
            }
            audits.add(new Audit(
                    partition, files.stream().mapToLong(WrittenFile::rows).sum(), outcomes));
        }
        return audits;
    }

    @Override
    public Effect publish(PublishGuard guard, Set<DataInterval> accepted) {
        List<DataInterval> published =
                partitions.stream().filter(accepted::contains).toList();
        if (published.size() < partitions.size()) {
            rewritten = rewrite(published);
        }
        for (int i = 0; i < TRIES; i++) {
            Optional<Published> done = table.replace(rewritten.change(), guard);
            if (done.isPresent()) {
                rewritten.change().added().forEach(file -> scratch.remove(file.path()));
                isSettled = true;
                return new Effect(Optional.of(done.get().snapshot()), inputs.snapshots(), rewritten.words());
            }
            step.monitor().log("Another writer has changed the table; what is there is looked at again");
            rewritten = rewrite(published);
        }
        throw new DaybreakException(
                ErrorCode.SUPERSEDED,
                "Cannot publish to table '" + asset.key() + "': another writer changed it each of the " + TRIES
                        + " times that this step computed what its rows change.",
                "Nothing was changed. Run it again when fewer write to the table.");
    }

    @Override
    public void cancel() {
        session.cancel();
    }

    @Override
    public void close() {
        try {
            session.close();
            for (Path file : isSettled ? scratch : Set.<Path>of()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (table != null) {
                table.discard(step.attempt());
            }
        }
    }
}
