package dev.daybreak.tables;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.PublishGuard;
import dev.daybreak.orchestration.step.Audit;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.step.Work;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.TimePartition;
import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.fault.Failpoint;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.quality.Checks;
import dev.daybreak.quality.ChecksByDay;
import dev.daybreak.sql.text.BoundSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One attempt at some partitions of a SQL table. */
final class TableWork implements Work {
    private final Lake lake;
    private final Settings settings;
    private final StepContext step;
    private final TableAsset asset;
    private final PinnedInputs inputs;
    private final Session session;
    private final List<DataInterval> partitions;
    private final TableQuery query;
    private WriteColumns columns;
    private Schema output;
    private LakeTable table;
    private StagedPartitions staged;

    TableWork(Engine engine, Lake lake, Settings settings, StepContext step, PinnedInputs inputs) {
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
        for (int from = 0; from < partitions.size(); from += asset.batch()) {
            List<DataInterval> together = partitions.subList(from, Math.min(from + asset.batch(), partitions.size()));
            rows += computeTogether(together);
            step.monitor().progress(rows, -1);
            Failpoint.MID_WRITE.reach();
        }
        step.monitor().log("Computed " + rows + " rows for " + partitions.size() + " partitions.");
    }

    /** One execution of the SELECT for neighbouring partitions. Returns how many rows it wrote. */
    private long computeTogether(List<DataInterval> together) {
        DataInterval first = together.get(0);
        DataInterval last = together.get(together.size() - 1);
        DataInterval interval = first.span(last);
        query.register(session::register, first, last);
        if (table == null) {
            prepare(interval);
        }
        BoundSql bound = columns.of(query.bind(interval, staged.cutsInstants()), interval);
        return SqlPlaces.located(asset, bound, () -> {
            List<WrittenFile> files = session.write(bound.text(), table.stage(step.attempt()));
            table.readAhead(files);
            staged.add(files, together);
            return files.stream().mapToLong(WrittenFile::rows).sum();
        });
    }

    /** Makes the table, or changes it to fit what the SELECT yields. */
    private void prepare(DataInterval interval) {
        BoundSql bound = query.bind(interval, false);
        SqlPlaces.located(asset, bound, () -> {
            output = OutputSchema.of(step.node(), session.describe(bound.text()));
            columns = new WriteColumns(asset, output);
            Lake.Layout layout = TableLayout.of(asset, columns.schema(), interval, settings.zone());
            table = lake.prepare(asset.key(), layout);
            staged = new StagedPartitions(asset.key(), table.stage(step.attempt()), partitions, settings.zone());
            return true;
        });
    }

    @Override
    public List<Audit> audit() {
        List<Audit> audits = new ArrayList<>();
        Optional<ChecksByDay> byDay = staged.dayColumn()
                .filter(column -> !asset.checks().isEmpty())
                .map(column ->
                        ChecksByDay.measure(session, audited(staged.files()), published(), asset.checks(), column));
        for (DataInterval partition : partitions) {
            List<WrittenFile> files = staged.files(partition);
            List<CheckOutcome> outcomes =
                    byDay.isPresent() ? byDay.get().of(staged.day(partition), () -> audited(files)) : evaluate(files);
            audits.add(new Audit(
                    partition, files.stream().mapToLong(WrittenFile::rows).sum(), outcomes));
        }
        return audits;
    }

    private List<CheckOutcome> evaluate(List<WrittenFile> files) {
        return asset.checks().isEmpty()
                ? List.of()
                : Checks.evaluate(session, audited(files), published(), asset.checks());
    }

    /** Makes written rows known to the session, and names them. */
    private String audited(List<WrittenFile> files) {
        session.register("audited", table.staged(files));
        return "audited";
    }

    /** What the SELECT yields, in its order, with the table's types; without columns that only earlier versions of it had. */
    private Schema published() {
        Schema all = table.schema();
        return new Schema(output.names().stream()
                .map(name -> all.find(name).orElseThrow())
                .toList());
    }

    @Override
    public Effect publish(PublishGuard guard, Set<DataInterval> accepted) {
        List<DataInterval> replaces =
                partitions.stream().filter(accepted::contains).toList();
        List<WrittenFile> files = replaces.stream()
                .flatMap(partition -> staged.files(partition).stream())
                .toList();
        List<String> words = new ArrayList<>();
        if (asset.timePartition().map(TimePartition::column).isPresent() && partitions.size() > 1) {
            words.add(replaces.size() + " partitions in one commit");
        }
        List<String> warnings = table.partitionWarnings(files);
        warnings.forEach(step.monitor()::warn);
        words.addAll(warnings);
        LakeTable.Published published = table.publish(files, replaces, settings.zone(), guard);
        return new Effect(Optional.of(published.snapshot()), inputs.snapshots(), String.join("; ", words));
    }

    @Override
    public void cancel() {
        session.cancel();
    }

    @Override
    public void close() {
        try {
            session.close();
        } finally {
            if (table != null) {
                table.discard(step.attempt());
            }
        }
    }
}
