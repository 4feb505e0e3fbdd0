package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.server.prediction.PredictionServer;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        description = "Answer GET /ping and POST /invocations for the models in production, until it is stopped.",
        footer = {
            "",
            "Example: daybreak serve --port 8080",
            "         curl -H 'Content-Type: application/json' -d '{\"position\": 1}' localhost:8080/invocations"
        })
final class ServeCommand extends ProjectCommand {
    @Option(names = "--port", paramLabel = "N", description = "0 takes a free one. Default: 8080.", order = 1)
    private int port = 8080;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Default: 127.0.0.1, this machine only.", order = 2)
    private String host = "127.0.0.1";

    @Override
    int run(Workspace workspace, Output output) {
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (PredictionServer server =
                PredictionServer.start(host, port, workspace.liveModels(), PredictionServer.POLL)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> finish(stopped, closed), "stop"));
            output.note("Serving " + Words.count(workspace.project().models().size(), "model") + " at http://" + host
                    + ":" + server.port() + "/invocations. Ctrl-C stops it.");
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closed.countDown();
        }
        return 0;
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
