package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.alert.AlertThreads;
import dev.daybreak.orchestration.alert.Watching;
import dev.daybreak.orchestration.run.RunQueue;
import dev.daybreak.orchestration.schedule.Scheduler;
import dev.daybreak.orchestration.schedule.SchedulerThread;
import dev.daybreak.server.api.ApiRoutes;
import dev.daybreak.server.health.HealthRoutes;
import dev.daybreak.server.iceberg.IcebergRoutes;
import dev.daybreak.server.metrics.MetricsRoutes;
import dev.daybreak.server.pages.PageRoutes;
import dev.daybreak.server.prediction.PredictionRoutes;
import dev.daybreak.server.web.WebServer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        description = {
            "Run pipelines when they are due, in workers of their own, keep tables in order, and answer with pages for people, GET /ping and POST /invocations for the "
                    + "models in production, the API under /api/v1, and the tables' catalog by Iceberg's REST protocol under "
                    + "/iceberg, until it is stopped. What files of the project say is read at its start. Any address but this machine's own needs 'tokens' in daybreak.yaml."
        },
        footer = {
            "",
            "Example: daybreak serve --port 8080",
            "         curl -H 'Content-Type: application/json' -d '{\"position\": 1}' localhost:8080/invocations",
            "         curl localhost:8080/api/v1/runs"
        })
final class ServeCommand extends ProjectCommand {
    private static final int MOST_WORKERS = 64;
    private static final Duration MAINTENANCE_LOOKS = Duration.ofSeconds(5);
    private static final Duration FRESHNESS_LOOKS = Duration.ofSeconds(10);
    private static final Duration LATE_LOOKS = Duration.ofMinutes(1);
    private static final Duration PROD_LOOKS = Duration.ofSeconds(10);
    /** What it would say is said by the errors that it throws. */
    private static final Logger WEB = Logger.getLogger("io.javalin");

    @Option(names = "--port", paramLabel = "N", description = "0 takes a free one. Default: 8080.", order = 1)
    private int port = 8080;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Default: 127.0.0.1, this machine only.", order = 2)
    private String host = "127.0.0.1";

    @Option(
            names = "--workers",
            paramLabel = "N",
            description =
                    "Processes that work on due runs, each on one at a time; 0 leaves that to others. Default: 1.",
            order = 3)
    private int workers = 1;

    @Override
    boolean waitsForStore() {
        return true;
    }

    @Override
    @SuppressWarnings("try") // Scheduler, workers and alerts go on by themselves until they are closed.
    int run(Workspace workspace, Output output) {
        Bounds.requireWithin("--port", port, 0, 65_535);
        Bounds.requireWithin("--workers", workers, 0, MOST_WORKERS);
        WEB.setLevel(Level.OFF);
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Scheduler scheduler = workspace.service().scheduler();
        AtomicReference<SchedulerThread> looking = new AtomicReference<>();
        Optional<ScheduledMaintenance> maintenance = maintenance(workspace, output);
        // Nothing is queued before it is known that the address may be listened on.
        try (WebServer server = server(workspace, () -> sinceLook(looking.get()));
                SchedulerThread scheduling = scheduling(scheduler, looking, output);
                AlertThreads telling = new AlertThreads(
                        workspace.service().runAlerts(), workspace.service().alertSender(output::note), output::note);
                Watching watching = new Watching(
                        "look for late partitions",
                        FRESHNESS_LOOKS,
                        workspace.service().freshnessWatch()::look,
                        output::note);
                Watching late = new Watching(
                        "look for late data", LATE_LOOKS, workspace.service().lateWatch()::look, output::note);
                Watching prod = following(workspace, output);
                Watching keeping = new Watching(
                        "keep tables in order",
                        MAINTENANCE_LOOKS,
                        () -> maintenance.ifPresent(ScheduledMaintenance::look),
                        output::note);
                LocalWorkers local = localWorkers(scheduler, workspace.queue(), output)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> finish(stopped, closed), "stop"));
            String address = "http://" + host + ":" + server.port();
            output.note("Serving pages at " + address + "/, "
                    + Words.count(workspace.project().models().size(), "model") + " at " + address
                    + "/invocations, the API at " + ApiRoutes.BASE
                    + ", and the tables' catalog at "
                    + IcebergRoutes.BASE + ". "
                    + pipelines(workspace, scheduler) + " Ctrl-C stops it.");
            stopped.await();
            output.document(Map.of("outcome", "stopped"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            maintenance.ifPresent(ScheduledMaintenance::close);
            closed.countDown();
        }
        return 0;
    }

    /** Looks for what prod publishes, in another environment. */
    static Watching following(Workspace workspace, Output output) {
        return new Watching("look at prod", PROD_LOOKS, workspace::followProd, output::note);
    }

    private Optional<ScheduledMaintenance> maintenance(Workspace workspace, Output output) {
        return workspace
                .settings()
                .maintenance()
                .schedule()
                .map(schedule -> new ScheduledMaintenance(
                        schedule,
                        workspace.settings().zone(),
                        LocalWorkers.program(opening(), "maintain"),
                        Instant::now,
                        output::note));
    }

    private static SchedulerThread scheduling(
            Scheduler scheduler, AtomicReference<SchedulerThread> looking, Output output) {
        SchedulerThread thread = new SchedulerThread(scheduler, output::note);
        looking.set(thread);
        return thread;
    }

    private static Duration sinceLook(SchedulerThread thread) {
        return thread == null ? Duration.ZERO : thread.sinceLook();
    }

    private WebServer server(Workspace workspace, Supplier<Duration> sinceLook) {
        MetricsRoutes metrics =
                new MetricsRoutes(workspace.store(), workspace.settings().pools(), sinceLook);
        return WebServer.start(
                host,
                port,
                workspace.settings().tokens(),
                List.of(
                        PredictionRoutes.of(
                                workspace.service().liveModels(), PredictionRoutes.POLL, metrics::predicted),
                        new PageRoutes(workspace.service().served()),
                        new ApiRoutes(workspace.service().served()),
                        workspace.service().icebergRoutes(),
                        new HealthRoutes(workspace.store(), sinceLook),
                        metrics));
    }

    /** A project that schedules nothing needs no workers before something is queued by hand. */
    private LocalWorkers localWorkers(Scheduler scheduler, RunQueue queue, Output output) {
        return new LocalWorkers(workers, opening(), () -> !scheduler.isIdle() || isAnyLeft(queue), output::note);
    }

    private static boolean isAnyLeft(RunQueue queue) {
        try {
            return queue.isAnyLeft();
        } catch (RuntimeException away) {
            // Whoever needs the store says that it is away; it is asked again.
            return false;
        }
    }

    private static String pipelines(Workspace workspace, Scheduler scheduler) {
        if (scheduler.isIdle()) {
            return "No pipeline has a schedule.";
        }
        ZoneId zone = workspace.settings().zone();
        return scheduler
                .nextDue()
                .map(due -> "The next run is due at " + due.atZone(zone).toLocalDateTime() + " (" + zone + ").")
                .orElse("No run is due.");
    }

    /** Requests that were begun are answered before the process ends. */
    private static void finish(CountDownLatch stopped, CountDownLatch closed) {
        stopped.countDown();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
