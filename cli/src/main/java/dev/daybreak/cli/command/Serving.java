package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.ChangedFiles;
import dev.daybreak.cli.workspace.Opening;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.alert.Watching;
import dev.daybreak.orchestration.run.RunQueue;
import dev.daybreak.server.ControlRoom;
import dev.daybreak.server.api.ApiRoutes;
import dev.daybreak.server.api.Definitions;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.health.HealthRoutes;
import dev.daybreak.server.metrics.MetricsRoutes;
import dev.daybreak.server.prediction.PredictionRoutes;
import dev.daybreak.server.web.Feature;
import dev.daybreak.server.web.WebServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is served: the project as it was read last, behind one address, with one set of workers. When files of the project change, the new takes the
 * place of the old: requests and steps that were begun are finished by the old, and all that follows is done by the new.
 */
final class Serving implements AutoCloseable {
    private static final Duration MAINTENANCE_LOOKS = Duration.ofSeconds(5);

    private final Opening opening;
    private final Output output;
    private final TakingUp takingUp;
    private final MetricsRoutes metrics;
    private final WebServer server;
    private final LocalWorkers workers;
    private final Watching keeping;
    private volatile LiveProject live;
    private volatile Optional<ScheduledMaintenance> maintenance;

    /**
     * Begins to serve.
     *
     * @param workspace belongs to it from now on
     * @param changes of files since before they were read
     * @throws dev.daybreak.project.problem.DaybreakException if it cannot be listened there
     */
    Serving(
            Workspace workspace,
            Opening opening,
            ChangedFiles changes,
            String host,
            int port,
            int workers,
            Output output) {
        this.opening = opening;
        this.output = output;
        this.live = new LiveProject(workspace, output);
        this.takingUp = new TakingUp(opening, changes, workspace.store().now(), workspace.leftOut(), output, this::use);
        this.metrics = new MetricsRoutes(workspace.store(), workspace.settings().pools(), this::sinceLook);
        this.server = WebServer.start(host, port, workspace.settings().admission(), features(workspace));
        this.maintenance = maintenance(workspace);
        live.begin();
        this.keeping = new Watching(
                "keep tables in order",
                MAINTENANCE_LOOKS,
                () -> maintenance.ifPresent(ScheduledMaintenance::look),
                output::note);
        // A project that schedules nothing needs no workers before something is queued by hand.
        this.workers = new LocalWorkers(
                workers,
                opening,
                () -> !live.scheduler().isIdle() || isAnyLeft(live.workspace().queue()),
                output::note);
    }

    int port() {
        return server.port();
    }

    /** Takes up what has changed in the project's files; to be called again and again. */
    void look() {
        takingUp.look();
    }

    private Duration sinceLook() {
        return live.sinceLook();
    }

    private List<Feature> features(Workspace workspace) {
        Supplier<Definitions> definitions = takingUp::definitions;
        ServedProject served = workspace.service().served(definitions);
        PredictionRoutes predictions = PredictionRoutes.of(
                workspace.service().liveModels(), PredictionRoutes.POLL, metrics.predictions()::answered);
        return List.of(
                predictions,
                ControlRoom.of(served, predictions, metrics, workspace.service().areas(served, output::problems)),
                new ApiRoutes(served),
                workspace.service().icebergRoutes(),
                new HealthRoutes(workspace.store(), this::sinceLook),
                metrics);
    }

    private Optional<ScheduledMaintenance> maintenance(Workspace workspace) {
        return workspace
                .settings()
                .maintenance()
                .schedule()
                .map(schedule -> new ScheduledMaintenance(
                        schedule,
                        workspace.settings().zone(),
                        LocalWorkers.program(opening, "maintain"),
                        Instant::now,
                        output::note));
    }

    private static boolean isAnyLeft(RunQueue queue) {
        try {
            return queue.isAnyLeft();
        } catch (RuntimeException away) {
            // Whoever needs the store says that it is away; it is asked again.
            return false;
        }
    }

    /**
     * Puts a project in the place of the one before. Workers that know the old one begin nothing more before anything new can be asked for, since they would
     * fail what they do not know.
     */
    private void use(Workspace workspace) {
        LiveProject before = live;
        LiveProject after = new LiveProject(workspace, output);
        Runnable answers;
        try {
            answers = server.prepare(workspace.settings().admission(), features(workspace));
        } catch (RuntimeException e) {
            after.close();
            throw e;
        }
        before.end();
        workers.replace();
        answers.run();
        metrics.follow(workspace.store(), workspace.settings().pools());
        live = after;
        maintain(before.workspace(), workspace);
        after.begin();
        before.close();
    }

    /** What is at work goes on, unless another schedule is to be followed. */
    private void maintain(Workspace before, Workspace after) {
        boolean isSame = before.settings().zone().equals(after.settings().zone())
                && before.settings()
                        .maintenance()
                        .schedule()
                        .equals(after.settings().maintenance().schedule());
        if (!isSame) {
            Optional<ScheduledMaintenance> ended = maintenance;
            maintenance = maintenance(after);
            ended.ifPresent(ScheduledMaintenance::close);
        }
    }

    @Override
    public void close() {
        takingUp.close();
        workers.close();
        keeping.close();
        maintenance.ifPresent(ScheduledMaintenance::close);
        live.end();
        server.close();
        live.close();
    }
}
