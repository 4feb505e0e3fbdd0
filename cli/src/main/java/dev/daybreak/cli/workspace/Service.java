package dev.daybreak.cli.workspace;

import dev.daybreak.lake.SharedCatalog;
import dev.daybreak.lineage.graph.ColumnGraph;
import dev.daybreak.lineage.sensitive.SensitiveColumns;
import dev.daybreak.orchestration.alert.AlertSender;
import dev.daybreak.orchestration.alert.RunAlerts;
import dev.daybreak.orchestration.freshness.FreshnessWatch;
import dev.daybreak.orchestration.freshness.LateWatch;
import dev.daybreak.orchestration.schedule.Scheduler;
import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.server.api.Definitions;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.iceberg.AuditedChanges;
import dev.daybreak.server.iceberg.IcebergRoutes;
import dev.daybreak.server.pages.Area;
import dev.daybreak.server.pages.console.ConsoleArea;
import dev.daybreak.server.pages.console.SampleArea;
import dev.daybreak.server.pages.dashboard.DashboardArea;
import dev.daybreak.server.prediction.ModelSource;
import dev.daybreak.server.prediction.RegistryModels;
import dev.daybreak.server.query.CachedQueries;
import dev.daybreak.server.query.Queries;
import dev.daybreak.server.query.QueryLimits;
import dev.daybreak.sql.query.ColumnId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What goes on while a project is served: what looks at the time, what tells people, and what answers over HTTP. */
public final class Service {
    private final Workspace workspace;

    Service(Workspace workspace) {
        this.workspace = workspace;
    }

    public Scheduler scheduler() {
        return new Scheduler(
                workspace.store(),
                workspace.queue(),
                workspace.project().pipelines(),
                workspace.pipelineRuns(),
                workspace.settings().start());
    }

    Scheduler scheduler(Supplier<Instant> clock) {
        return new Scheduler(
                workspace.store(),
                workspace.queue(),
                workspace.project().pipelines(),
                workspace.pipelineRuns(),
                workspace.settings().start(),
                clock);
    }

    /** What puts messages about runs that are over into the outbox. */
    public RunAlerts runAlerts() {
        return new RunAlerts(
                workspace.store(),
                workspace.outbox(),
                workspace.settings().name(),
                workspace.settings().alerts(),
                workspace.project().pipelines());
    }

    /** What sends messages; the caller closes it. */
    public AlertSender alertSender(Consumer<String> notes) {
        return new AlertSender(
                workspace.outbox(),
                workspace.settings().alerts(),
                workspace.project().root(),
                notes);
    }

    /** What notices partitions that are not there in time. */
    public FreshnessWatch freshnessWatch() {
        return new FreshnessWatch(
                workspace.store(),
                workspace.outbox(),
                workspace.settings().name(),
                workspace.settings().alerts().onLate(),
                workspace.graph(),
                workspace.project().pipelines(),
                workspace.settings().start(),
                workspace.settings().end());
    }

    /** What tells of late rows that an asset leaves out. */
    public LateWatch lateWatch() {
        return new LateWatch(
                workspace.store(),
                workspace.outbox(),
                workspace.settings().name(),
                workspace.settings().alerts().onLate(),
                workspace.graph(),
                () -> workspace.runner(1).state());
    }

    /** What the endpoint serves: the project's models in production. */
    public ModelSource liveModels() {
        List<String> names = workspace.project().models().stream()
                .map(model -> model.key().name())
                .toList();
        return new RegistryModels(workspace.registry(), workspace.settings().state(), names);
    }

    /**
     * What is served over HTTP.
     *
     * @param definitions how it stands to the project's files now
     */
    public ServedProject served(Supplier<Definitions> definitions) {
        SensitiveColumns sensitive = workspace.sensitive();
        return new ServedProject(
                workspace.project(),
                workspace.graph(),
                () -> ColumnGraph.of(workspace.analysis()),
                (asset, column) -> sensitive.isSensitive(new ColumnId(asset, column)),
                workspace.store(),
                workspace.queue(),
                () -> workspace.runner(1).state(),
                () -> workspace.runner(1).recover(),
                workspace.logs(),
                new LakeTables(workspace),
                definitions);
    }

    /**
     * Pages that read the lake: the console, sample rows, dashboards.
     *
     * @param served as {@link #served}
     * @param problems told what is wrong with dashboards, which are left out then
     */
    public List<Area> areas(ServedProject served, Consumer<List<Problem>> problems) {
        ReadDashboards read = ReadDashboards.of(workspace.project(), workspace.analysis());
        if (!read.problems().isEmpty()) {
            problems.accept(read.problems());
        }
        Queries queries = queries();
        CachedQueries cached = new CachedQueries(queries);
        QueryLimits limits = new QueryLimits();
        return List.of(
                new ConsoleArea(queries, cached, limits),
                new SampleArea(served, queries, limits),
                new DashboardArea(read.dashboards(), workspace.settings(), cached, limits, Instant::now));
    }

    /** What reads the lake for people. */
    public Queries queries() {
        return new LakeQueries(workspace, LakeQueries.PATIENCE);
    }

    /** The lake's catalog as other programs see it, for a server to answer and close. */
    public IcebergRoutes icebergRoutes() {
        return new IcebergRoutes(
                SharedCatalog.open(workspace.settings().lake()),
                workspace.settings().admission().tokens(),
                Workspace.keys(workspace.graph()),
                workspace.project().views().stream().map(ViewAsset::key).collect(Collectors.toUnmodifiableSet()),
                new AuditedChanges(workspace.store()),
                Clock.systemUTC());
    }
}
