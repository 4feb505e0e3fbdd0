package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.Words;
import dev.daybreak.cli.workspace.ChangedFiles;
import dev.daybreak.cli.workspace.Opening;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.alert.Watching;
import dev.daybreak.orchestration.schedule.Scheduler;
import dev.daybreak.server.api.ApiRoutes;
import dev.daybreak.server.iceberg.IcebergRoutes;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        description = {
            "Run pipelines when they are due, in workers of their own, keep tables in order, and answer with pages for people, GET /ping and POST /invocations for the "
                    + "models in production, the API under /api/v1, and the tables' catalog by Iceberg's REST protocol under "
                    + "/iceberg, until it is stopped. What changes in the project's files is taken up if it can be used. Any address but this machine's own needs 'tokens', 'users' or 'oidc' in daybreak.yaml."
        },
        footer = {
            "",
            "Example: daybreak serve --port 8080",
            "         curl -H 'Content-Type: application/json' -d '{\"position\": 1}' localhost:8080/invocations",
            "         curl localhost:8080/api/v1/runs"
        })
final class ServeCommand extends ProjectCommand {
    private static final int MOST_WORKERS = 64;
    private static final Duration FILE_LOOKS = Duration.ofSeconds(1);
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

    private ChangedFiles changes;

    @Override
    void beforeReading(Opening opening) {
        changes = new ChangedFiles(opening.root());
    }

    @Override
    boolean waitsForStore() {
        return true;
    }

    @Override
    @SuppressWarnings("try") // What goes on by itself does so until it is closed.
    int run(Workspace workspace, Output output) {
        Bounds.requireWithin("--port", port, 0, 65_535);
        Bounds.requireWithin("--workers", workers, 0, MOST_WORKERS);
        WEB.setLevel(Level.OFF);
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        // Nothing is queued before it is known that the address may be listened on.
        try (Serving serving = new Serving(workspace, opening(), changes, host, port, workers, output);
                Watching files = new Watching("take up changed files", FILE_LOOKS, serving::look, output::note)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> finish(stopped, closed), "stop"));
            String address = "http://" + host + ":" + serving.port();
            output.note("Serving pages at " + address + "/, "
                    + Words.count(workspace.project().models().size(), "model") + " at " + address
                    + "/invocations, the API at " + ApiRoutes.BASE
                    + ", and the tables' catalog at "
                    + IcebergRoutes.BASE + ". "
                    + pipelines(workspace, workspace.service().scheduler()) + " Ctrl-C stops it.");
            stopped.await();
            output.document(Map.of("outcome", "stopped"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closed.countDown();
        }
        return 0;
    }

    /** Looks for what prod publishes, in another environment. */
    static Watching following(Workspace workspace, Output output) {
        return new Watching("look at prod", PROD_LOOKS, workspace::followProd, output::note);
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
