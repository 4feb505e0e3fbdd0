package dev.daybreak.cli.workspace;

import dev.daybreak.cli.console.Output;
import dev.daybreak.engine.Engine;
import dev.daybreak.engine.duckdb.DuckDbEngine;
import dev.daybreak.ingestion.SourceMaterializer;
import dev.daybreak.ingestion.database.OutsideDatabase;
import dev.daybreak.lake.BranchEnd;
import dev.daybreak.lake.Lake;
import dev.daybreak.lineage.sensitive.SensitiveColumns;
import dev.daybreak.models.registry.Registry;
import dev.daybreak.models.training.ModelMaterializer;
import dev.daybreak.orchestration.alert.Outbox;
import dev.daybreak.orchestration.auditlog.AuditLog;
import dev.daybreak.orchestration.backfill.BackfillPlanner;
import dev.daybreak.orchestration.backfill.BackfillRuns;
import dev.daybreak.orchestration.backfill.Backfills;
import dev.daybreak.orchestration.environment.Promotion;
import dev.daybreak.orchestration.freshness.Freshness;
import dev.daybreak.orchestration.history.ExpectedEnds;
import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.Listing;
import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.Undoing;
import dev.daybreak.orchestration.request.Requests;
import dev.daybreak.orchestration.run.PoolUsage;
import dev.daybreak.orchestration.run.Reruns;
import dev.daybreak.orchestration.run.RunListener;
import dev.daybreak.orchestration.run.RunQueue;
import dev.daybreak.orchestration.run.Runner;
import dev.daybreak.orchestration.run.RunnerSettings;
import dev.daybreak.orchestration.run.StepMarks;
import dev.daybreak.orchestration.schedule.PipelineRuns;
import dev.daybreak.orchestration.schedule.PipelineState;
import dev.daybreak.orchestration.schedule.QueueWorker;
import dev.daybreak.orchestration.sensor.Looks;
import dev.daybreak.orchestration.step.Materializer;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.pipelines.code.JavaPipelines;
import dev.daybreak.pipelines.step.StepMaterializer;
import dev.daybreak.pipelines.step.Surroundings;
import dev.daybreak.project.Environment;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Project;
import dev.daybreak.project.Settings;
import dev.daybreak.project.Settings.EngineSettings;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.asset.StepAsset;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.load.Variant;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.sql.analysis.Analysis;
import dev.daybreak.sql.query.ColumnId;
import dev.daybreak.tables.Explaining;
import dev.daybreak.tables.Parity;
import dev.daybreak.tables.TableMaterializer;
import dev.daybreak.tables.ViewMaterializer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A valid project, opened: its lake, its metadata store, its engine, and what runs assets. */
public final class Workspace implements AutoCloseable {
    private static final int LATEST_RUNS = 1_000;

    private final Opening opening;
    private final Project project;
    private final Analysis analysis;
    private final JavaPipelines javaPipelines;
    private final OpenEnvironment environment;
    private final Store store;
    private final Lake lake;
    private final Engines engines;
    private final Registry registry;
    private final AtomicBoolean isClosed = new AtomicBoolean();
    /** Null until it is asked for; guarded by this. */
    private SensitiveColumns sensitive;

    private Workspace(
            Opening opening,
            Project project,
            Analysis analysis,
            JavaPipelines javaPipelines,
            OpenEnvironment environment,
            EngineSettings engine) {
        this.opening = opening;
        this.project = project;
        this.analysis = analysis;
        this.javaPipelines = javaPipelines;
        this.environment = environment;
        this.store = environment.store();
        this.lake = environment.lake();
        this.registry = new Registry(store);
        this.engines = Engines.of(engine, project.settings().state().resolve("tmp"), lake::reading);
    }

    /** Loads what the engine needs before a project is known, for a command that mostly needs it. */
    public static void warmUpEngine() {
        DuckDbEngine.warmUp();
    }

    /** Opens a project; prints its problems and fails with {@code INVALID_PROJECT} if some are errors. */
    public static Workspace open(Opening opening, Output output) {
        return open(opening, output, Store::open);
    }

    /** As the other; but a metadata store that does not answer is waited for, and that is said. */
    public static Workspace await(Opening opening, Output output) {
        return open(opening, output, settings -> Store.await(settings, output::note));
    }

    private static Workspace open(Opening opening, Output output, Function<Settings, Store> opener) {
        Function<Settings, Store> store = settings -> {
            greet(settings, opening.mustExist(), output);
            settings.sample().ifPresent(sample -> output.note("Tables are computed from " + sample + "."));
            return opener.apply(settings);
        };
        Store.warmUp();
        return open(opening, read(opening), output, store);
    }

    private static ProjectFiles read(Opening opening) {
        return ProjectFiles.read(opening.root(), opening.variables(), opening.variant());
    }

    /** Opens a project once more, as its files are now. The same errors as of {@link #open(Opening, Output)}, and what is open stays so. */
    public static Workspace again(Opening opening, ProjectFiles files, Output output) {
        return open(opening, files, output, Store::open);
    }

    private static Workspace open(Opening opening, ProjectFiles files, Output output, Function<Settings, Store> store) {
        Project project = files.usable(opening.root(), output);
        EngineSettings chosen = chosen(project.settings().engine(), opening.engine());
        Analysis analysis = files.analysis().orElseThrow();
        return new Workspace(
                opening,
                project,
                analysis,
                files.javaPipelines(),
                OpenEnvironment.open(
                        project.settings(), store, keys(analysis.graph().orElseThrow())),
                chosen);
    }

    /** A name that was mistyped is told, whether that is an error or a beginning. */
    private static void greet(Settings settings, boolean mustExist, Output output) {
        Environment environment = settings.environment();
        List<String> known = environment.isProd() ? List.of(Environment.PROD) : Store.environments(settings);
        if (known.contains(environment.name())) {
            return;
        }
        if (mustExist) {
            throw new DaybreakException(
                    ErrorCode.NOT_FOUND,
                    "Cannot find environment '" + environment.name() + "': there "
                            + (known.size() == 1 ? "is only " : "are ") + String.join(", ", known) + ".",
                    "'daybreak run --env " + environment.name() + "' begins it.");
        }
        output.note("Environment '" + environment.name() + "' is new: it begins as prod is now.");
    }

    static Set<AssetKey> keys(Graph graph) {
        return graph.nodes().stream().map(Graph.Node::key).collect(Collectors.toUnmodifiableSet());
    }

    static EngineSettings chosen(EngineSettings settings, Optional<String> engine) {
        return engine.map(text -> settings.commanding(text)
                        .orElseThrow(() -> new DaybreakException(
                                ErrorCode.WRONG_USE,
                                "Invalid value '" + text + "' of --engine: permitted are " + EngineSettings.PERMITTED
                                        + ".",
                                "")))
                .orElse(settings);
    }

    /** What runs assets, with at most {@code parallel} steps at a time. The caller closes it before this workspace. */
    public Runner runner(int parallel) {
        Looks looks = new Looks(graph(), history(), project.root(), this::hasRow);
        return new Runner(
                graph(),
                store,
                materializers(),
                RunnerSettings.of(parallel, logs())
                        .withPools(settings().pools())
                        .hiding((asset, column) -> sensitive().isSensitive(new ColumnId(asset, column))),
                looks);
    }

    /** Which columns tell of a person. Found when it is first asked for. */
    synchronized SensitiveColumns sensitive() {
        if (sensitive == null) {
            sensitive = SensitiveColumns.of(project, analysis);
        }
        return sensitive;
    }

    private boolean hasRow(String connection, String sql) {
        OutsideDatabase database = outside(connection);
        try {
            return database.hasRow(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(database.masked(e.getMessage()), e);
        }
    }

    /** Runs that wait for a worker. */
    public RunQueue queue() {
        return new RunQueue(store, RunnerSettings.of(1, logs()).lease());
    }

    /**
     * Works on what is queued.
     *
     * @param parallel steps at a time
     * @param notes gets a line when a run begins, and when something is wrong
     */
    public QueueWorker worker(int parallel, RunListener listener, Consumer<String> notes) {
        return new QueueWorker(runner(parallel), queue(), pipelineRuns(), backfillRuns(), listener, notes);
    }

    /** What the options of a command line ask for. */
    public Requests requests() {
        return new Requests(graph(), project.pipelines(), settings(), name -> "--" + name);
    }

    /** What earlier runs were about, to ask for it again. */
    public Reruns reruns() {
        return new Reruns(graph(), history(), settings().start());
    }

    /** What becomes of the record when a table is put back. */
    public Undoing undoing() {
        return new Undoing(store);
    }

    /** What puts tables back to earlier snapshots. */
    public TableRollback tableRollback() {
        return new TableRollback(this);
    }

    /** What keeps the tables of assets in order. */
    public Upkeep upkeep() {
        return upkeep(InstantSource.system());
    }

    Upkeep upkeep(InstantSource clock) {
        return new Upkeep(graph(), lake, store, registry, settings(), clock);
    }

    /** Steps that are ended by hand. */
    public StepMarks stepMarks() {
        return new StepMarks(store, graph());
    }

    /** How much of each pool is taken. */
    public List<PoolUsage> pools() {
        return PoolUsage.of(store, settings().pools());
    }

    /** What the runs of the project's pipelines ask for. */
    public PipelineRuns pipelineRuns() {
        return new PipelineRuns(graph(), project.pipelines(), settings().start());
    }

    /** The backfills that workers carry out. */
    public Backfills backfills() {
        return new Backfills(store, queue(), settings().zone());
    }

    /** What the runs of backfills ask for. */
    public BackfillRuns backfillRuns() {
        return new BackfillRuns(
                backfills(), graph(), project.pipelines(), settings().start());
    }

    public BackfillPlanner backfillPlanner() {
        return new BackfillPlanner(graph(), project.pipelines(), settings().start(), history());
    }

    /** What goes on while the project is served. */
    public Service service() {
        return new Service(this);
    }

    /** Messages to people, sent or not. */
    public Outbox outbox() {
        return new Outbox(store);
    }

    /** How the promises of assets stand. */
    public Freshness freshness() {
        return new Freshness(
                store,
                graph(),
                project.pipelines(),
                settings().start(),
                settings().end());
    }

    /** When runs at work will end, as far as the past tells. */
    public ExpectedEnds expectedEnds() {
        return new ExpectedEnds(store);
    }

    /** What people changed by hand. */
    public AuditLog auditLog() {
        return new AuditLog(store);
    }

    public PipelineState pipelineState() {
        return new PipelineState(store);
    }

    private List<Materializer> materializers() {
        Settings settings = project.settings();
        Engine engine = engines.computing();
        return List.of(
                new SourceMaterializer(engines.embedded(), lake, store, settings, project.root()),
                new TableMaterializer(engines::computing, lake, settings, graph()),
                new ViewMaterializer(engines::computing, lake, settings, graph()),
                new ModelMaterializer(
                        engine,
                        lake,
                        registry,
                        settings.state().resolve("models"),
                        settings.zone(),
                        engines.sparkTrainer()),
                new StepMaterializer(
                        javaPipelines.code(),
                        store,
                        new Surroundings(
                                project.root(), settings.variables(), new StepSql(this), this::executeOutside)));
    }

    private long executeOutside(String connection, String sql, Consumer<Runnable> running) {
        return outside(connection).execute(sql, running);
    }

    private OutsideDatabase outside(String connection) {
        return new OutsideDatabase(settings().connections().get(connection), project.root());
    }

    public Project project() {
        return project;
    }

    public Settings settings() {
        return project.settings();
    }

    public Graph graph() {
        return analysis.graph().orElseThrow();
    }

    public Analysis analysis() {
        return analysis;
    }

    public Lake lake() {
        return lake;
    }

    /** The tables of prod, whatever environment is at hand. */
    public Lake prodLake() {
        return environment.prodLake();
    }

    /** Takes over what prod published since it was opened, as far as the environment at hand published nothing of it. */
    public void followProd() {
        environment.followProd();
    }

    /**
     * Fails with {@code SUPERSEDED} if a run is at work in the environment at hand.
     *
     * @param what cannot be done then
     */
    public void refuseLiveRuns(String what) {
        List<String> live = history().runs(LATEST_RUNS).stream()
                .filter(run -> run.state() == RunState.RUNNING)
                .map(RunRecord::id)
                .toList();
        if (!live.isEmpty()) {
            throw new DaybreakException(
                    ErrorCode.SUPERSEDED,
                    "Cannot " + what + ": run " + live.get(0) + " is at work in it; nothing was changed.",
                    "Wait until it is over, or cancel it: daybreak cancel " + live.get(0) + " --env "
                            + settings().environment().name() + ".");
        }
    }

    /** Removes all that an environment keeps but its tables. */
    public static void dropEnvironment(Settings settings) {
        Store.dropEnvironment(settings);
    }

    /** What of the environment differs from prod; the caller closes it. */
    public BranchEnd branchEnd() {
        return environment.branchEnd();
    }

    /** What makes the tables of the environment at hand, which is not prod, those of prod. */
    public Promotion promotion(BranchEnd branch) {
        return environment.promotion(branch);
    }

    /** What computes training sets and queries, and the tables that do not say themselves. */
    public Engine engine() {
        return engines.computing();
    }

    /** The engine in this process, whatever computes tables. */
    public Engine embeddedEngine() {
        return engines.embedded();
    }

    /** The name of what computes an asset: sources are read by the embedded engine; steps of pipelines in Java and views have none. */
    public Optional<String> engine(Asset asset) {
        if (asset instanceof StepAsset || asset instanceof ViewAsset) {
            return Optional.empty();
        }
        Engine engine = asset instanceof TableAsset table
                ? engines.computing(table)
                : asset instanceof SourceAsset ? engines.embedded() : engines.computing();
        return Optional.of(engine.name());
    }

    /** Compares the embedded engine with Spark. */
    public Parity parity() {
        return new Parity(engines.embedded(), engines.spark(), lake, settings(), graph());
    }

    /** Tells how tables would be computed. */
    public Explaining explaining() {
        return new Explaining(engine(), lake, settings(), graph());
    }

    public Registry registry() {
        return registry;
    }

    /** A query over the lake's tables. */
    public LakeQuery query(String sql) {
        return new LakeQuery(this, sql, settings().variables());
    }

    /** The same project as another environment has it; the caller closes it. Fails with {@code NOT_FOUND} if there is none. */
    Workspace in(String other) {
        Opening there = new Opening(opening.root(), opening.variables(), Variant.of(other), true, opening.engine());
        return open(there, new Output(true));
    }

    /** Writes tables to files. */
    public TableExport export() {
        return new TableExport(this);
    }

    public History history() {
        return new History(store);
    }

    /** Long lists of the history, page by page. */
    public Listing listing() {
        return new Listing(store);
    }

    public Store store() {
        return store;
    }

    /** The folder that gets one file for every attempt. */
    public Path logs() {
        return settings().state().resolve("logs");
    }

    /** What is wrong with pipelines in Java, which are left out. */
    public List<Problem> leftOut() {
        return javaPipelines.problems();
    }

    /** The second time, it does nothing. */
    @Override
    public void close() {
        if (!isClosed.getAndSet(true)) {
            engines.close();
            environment.close();
        }
    }
}
