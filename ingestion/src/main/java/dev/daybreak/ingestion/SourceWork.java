package dev.daybreak.ingestion;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.ingestion.SideTable.Kind;
import dev.daybreak.ingestion.database.DatabaseIntake;
import dev.daybreak.ingestion.files.FileIntake;
import dev.daybreak.ingestion.ledger.Ledger;
import dev.daybreak.ingestion.ledger.StepEntry;
import dev.daybreak.ingestion.stage.Contract;
import dev.daybreak.ingestion.stage.Intake;
import dev.daybreak.ingestion.stage.Sql;
import dev.daybreak.ingestion.stage.Staging;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.PublishGuard;
import dev.daybreak.orchestration.step.Audit;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.step.Work;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.fault.Failpoint;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.quality.Checks;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One attempt to bring in whatever is new of a source. */
final class SourceWork implements Work {
    private static final String STAGED = "daybreak_staged";

    private final SourceAsset source;
    private final StepContext step;
    private final Parts parts;
    private final Session session;
    private final SideTable deadLetters;
    private final SideTable late;
    private final AttemptFolder folder;
    private final Instant at = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private final List<WrittenFile> written = new ArrayList<>();
    private LakeTable table;
    private StepEntry entry;
    private boolean committing;
    private int batches;

    /** What a step works with. */
    record Parts(Engine engine, Lake lake, Ledger ledger, Settings settings, Path root) {}

    SourceWork(SourceAsset source, StepContext step, Parts parts) {
        this.source = source;
        this.step = step;
        this.parts = parts;
        this.session = parts.engine().open(parts.settings().zone());
        this.deadLetters = new SideTable(parts.lake(), source, Kind.DEAD_LETTERS);
        this.late = new SideTable(parts.lake(), source, Kind.LATE);
        this.folder = AttemptFolder.of(parts.settings(), step.attempt());
    }

    private boolean readsFiles() {
        return source.reads() instanceof SourceAsset.Files;
    }

    @Override
    public void compute() {
        table = parts.lake().prepare(source.key(), layout());
        Contract contract = new Contract(source.columns(), source.newColumns() == SourceAsset.NewColumns.FAIL);
        Intake intake = intake();
        Staging staging = new Staging(session, contract);
        intake.read(staging, this::write);
        Map<String, List<WrittenFile>> aside = new TreeMap<>();
        if (staging.bad() > 0) {
            aside.put(Kind.DEAD_LETTERS.text(), DeadLetters.write(deadLetters, session, step.attempt(), at));
        }
        aside.put(
                Kind.LATE.text(),
                new Horizon(table, source.horizon(), parts.settings().zone())
                        .putAside(written, late, session, step.attempt()));
        entry = new StepEntry(source.key(), step.key(), step.attempt(), intake.files(staging), intake.cursor(), aside);
        log(staging);
    }

    private Intake intake() {
        if (readsFiles()) {
            return new FileIntake(source, parts.root(), parts.ledger(), step.monitor(), folder.path());
        }
        return new DatabaseIntake(
                source,
                parts.settings(),
                parts.root(),
                new DatabaseIntake.Parts(
                        session, table, deadLetters.table(), parts.ledger(), step.monitor(), folder.path()));
    }

    private void log(Staging staging) {
        String files = readsFiles() ? entry.files().size() + " files, " : "";
        step.monitor().log("brought in " + files + rows() + " rows; " + staging.bad() + " bad records");
        if (staging.bad() > 0) {
            step.monitor().warn(staging.bad() + " bad records go to '" + deadLetters.key() + "'");
        }
        if (entry.rowsAside(Kind.LATE.text()) > 0) {
            step.monitor()
                    .warn(entry.rowsAside(Kind.LATE.text()) + " rows beyond the horizon of "
                            + source.horizon().orElseThrow() + " go to '" + late.key() + "'");
        }
    }

    private Lake.Layout layout() {
        return new Lake.Layout(
                stored(),
                source.layoutTime().map(time -> new Lake.Time(time.column(), time.cadence())),
                source.clustering(),
                source.format(),
                source.layout());
    }

    private Schema stored() {
        List<Column> columns = new ArrayList<>(source.columns().columns());
        columns.add(new Column("_ingested_at", Primitive.TIMESTAMPTZ, false, "When the row was brought in"));
        if (readsFiles()) {
            columns.add(new Column("_file", Primitive.STRING, false, "The file that the row comes from"));
        }
        return new Schema(columns);
    }

    private void write(String from) {
        List<String> columns =
                new ArrayList<>(source.columns().names().stream().map(Sql::name).toList());
        columns.add("TIMESTAMPTZ '" + at + "' AS _ingested_at");
        if (readsFiles()) {
            columns.add("_file");
        }
        WriteSpec spec = table.stage(step.attempt());
        WriteSpec ofBatch = batches == 0 ? spec : spec.withPrefix(spec.prefix() + "-" + batches);
        List<WrittenFile> files = session.write("SELECT " + String.join(", ", columns) + " FROM " + from, ofBatch);
        table.readAhead(files);
        written.addAll(files);
        if (batches == 0) {
            Failpoint.MID_WRITE.reach();
        }
        batches++;
    }

    private long rows() {
        return written.stream().mapToLong(WrittenFile::rows).sum();
    }

    @Override
    public List<Audit> audit() {
        if (source.checks().isEmpty()) {
            return List.of(new Audit(DataInterval.ALL, rows(), List.of()));
        }
        session.register(STAGED, table.staged(written));
        return List.of(
                new Audit(DataInterval.ALL, rows(), Checks.evaluate(session, STAGED, table.schema(), source.checks())));
    }

    @Override
    public Effect publish(PublishGuard guard, Set<DataInterval> accepted) {
        announce();
        table.partitionWarnings(written).forEach(step.monitor()::warn);
        LakeTable.Published published = commit(guard);
        finish(guard);
        return new Effect(Optional.of(published.snapshot()), Map.of(), words());
    }

    /** Writes into the ledger what the commit will hold. */
    void announce() {
        parts.ledger().expect(entry);
        // From here on only recovery may remove files: a commit that seems to have failed may be through.
        committing = true;
    }

    LakeTable.Published commit(PublishGuard guard) {
        boolean full = source.reads().load() == SourceAsset.Load.FULL;
        return table.publish(
                written,
                full ? List.of(DataInterval.ALL) : List.of(),
                parts.settings().zone(),
                guard);
    }

    /** What recovery does too, if the process dies after the commit. */
    void finish(PublishGuard guard) {
        deadLetters.finish(parts.ledger(), guard, parts.settings().zone());
        late.finish(parts.ledger(), guard, parts.settings().zone());
        parts.ledger().settle(source.key(), step.key(), source.reads().load() == SourceAsset.Load.FULL);
    }

    private String words() {
        long bad = entry.rowsAside(Kind.DEAD_LETTERS.text());
        long old = entry.rowsAside(Kind.LATE.text());
        long empty =
                entry.files().stream().filter(file -> file.file().size() == 0).count();
        List<String> words = new ArrayList<>();
        if (bad > 0) {
            words.add(bad + (bad == 1 ? " bad record" : " bad records") + " put aside");
        }
        if (old > 0) {
            words.add(old + (old == 1 ? " row" : " rows") + " beyond the horizon put aside");
        }
        if (empty > 0) {
            words.add(empty + (empty == 1 ? " file is empty" : " files are empty"));
        }
        return String.join(", ", words);
    }

    @Override
    public void cancel() {
        session.cancel();
    }

    @Override
    public void close() {
        session.close();
        if (!committing && table != null) {
            table.discard(step.attempt());
            deadLetters.discard(step.attempt());
            late.discard(step.attempt());
        }
        folder.delete();
    }
}
