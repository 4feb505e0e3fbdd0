package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.ProgressListener;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.alert.Watching;
import dev.daybreak.orchestration.schedule.QueueWorker;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "worker",
        description =
                "Work on the runs that wait in the queue, one at a time, until it is stopped. A run at work then goes back.",
        footer = {"", "Example: daybreak worker --parallel 2"})
final class WorkerCommand extends ProjectCommand {
    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Steps at a time. Default: the machine's cores.",
            order = 1)
    private int parallel = Runtime.getRuntime().availableProcessors();

    /** So does whoever starts it see to it that it ends with them, whatever ends them. */
    @Option(names = "--until-input-ends", hidden = true)
    private boolean untilInputEnds;

    @Override
    boolean usesEngine() {
        return true;
    }

    @Override
    boolean waitsForStore() {
        return true;
    }

    @Override
    @SuppressWarnings("try") // Prod is looked at until it is closed.
    int run(Workspace workspace, Output output) {
        Bounds.requireAtLeast("--parallel", parallel, 1);
        CountDownLatch ended = new CountDownLatch(1);
        try (ProgressListener listener =
                        new ProgressListener(output, workspace.settings().zone());
                QueueWorker worker = workspace.worker(parallel, listener, output::note);
                Watching prod = ServeCommand.following(workspace, output)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> Execution.stop(worker::stop, ended), "stop"));
            if (untilInputEnds) {
                finishWhenInputEnds(worker);
            } else {
                output.note("Working on what is queued. Ctrl-C stops it.");
            }
            worker.work();
            output.document(Map.of("outcome", "stopped"));
        } finally {
            ended.countDown();
        }
        return 0;
    }

    private static void finishWhenInputEnds(QueueWorker worker) {
        Thread thread = new Thread(
                () -> {
                    try {
                        System.in.transferTo(java.io.OutputStream.nullOutputStream());
                    } catch (IOException ended) {
                        // Then it has ended too.
                    }
                    worker.finish();
                },
                "input");
        thread.setDaemon(true);
        thread.start();
    }
}
