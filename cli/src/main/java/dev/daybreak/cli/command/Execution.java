package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.ProgressListener;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.request.Request;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.orchestration.run.RunResult;
import dev.daybreak.orchestration.run.Runner;
import dev.daybreak.orchestration.run.StepResult;
import dev.daybreak.orchestration.schedule.QueueWorker;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs a request, shows it while it runs, and stops it in good order when the program is asked to end (Ctrl-C). */
final class Execution {
    /** How long steps get to stop after Ctrl-C before the process ends all the same; the next run then settles the rest. */
    private static final long SECONDS_TO_STOP = 10;

    private final Workspace workspace;
    private final Output output;
    private final int parallel;

    Execution(Workspace workspace, Output output, int parallel) {
        this.workspace = workspace;
        this.output = output;
        this.parallel = parallel;
    }

    /** Returns the exit status. */
    int run(RunRequest.Kind kind, Request request) {
        return status(execute(kind, request, this::tell));
    }

    /** Returns the exit status. */
    int run(Function<Runner, RunRequest> request) {
        return status(execute(request, this::tell));
    }

    private void tell(RunResult result) {
        output.document(summary(result));
    }

    static int status(RunResult result) {
        return result.outcome() == RunState.SUCCEEDED ? 0 : 1;
    }

    /** @param told gets the result; a program that is asked to end waits for that, too */
    RunResult execute(RunRequest.Kind kind, Request request, Consumer<RunResult> told) {
        return execute(runner -> new RunRequest(kind, request.demand(runner.state()), user(), request.words()), told);
    }

    static String user() {
        return System.getProperty("user.name");
    }

    /** @param request made when what dead processes began is settled */
    private RunResult execute(Function<Runner, RunRequest> request, Consumer<RunResult> told) {
        Runner runner = workspace.runner(parallel);
        try (ProgressListener listener =
                new ProgressListener(output, workspace.settings().zone())) {
            return stoppable(runner::cancel, () -> {
                runner.recover();
                RunResult result = runner.run(request.apply(runner), listener);
                told.accept(result);
                return result;
            });
        }
    }

    /** Carries out what is queued, until nothing is left or the program is asked to end; what is at work then goes back. */
    void workOff() {
        try (ProgressListener listener =
                        new ProgressListener(output, workspace.settings().zone());
                QueueWorker worker = workspace.worker(parallel, listener, output::note)) {
            stoppable(worker::stop, worker::workOff);
        }
    }

    /** Does work that is stopped, and then waited for, when the program is asked to end. */
    private static <T> T stoppable(Runnable stopping, Supplier<T> work) {
        CountDownLatch ended = new CountDownLatch(1);
        Thread stop = new Thread(() -> stop(stopping, ended), "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            return work.get();
        } finally {
            ended.countDown();
            removeHook(stop);
        }
    }

    /** Asks work to stop, and waits for its end. */
    static void stop(Runnable stopping, CountDownLatch ended) {
        stopping.run();
        awaitEnd(ended);
    }

    /** Waits for work that was told to stop, for a while. */
    private static void awaitEnd(CountDownLatch ended) {
        try {
            boolean inTime = ended.await(SECONDS_TO_STOP, TimeUnit.SECONDS);
            if (!inTime) {
                System.err.println("Some steps did not stop in time; the next run settles them.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // The hook runs already: it is what ended the run.
            return;
        }
    }

    /** The document of a run. */
    static Map<String, Object> summary(RunResult result) {
        Map<String, Object> steps = new LinkedHashMap<>();
        steps.put("succeeded", result.succeeded());
        steps.put("skipped", result.skipped());
        steps.put("failed", result.failed());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("run", result.run());
        document.put("outcome", result.outcome().toString());
        document.put("steps", steps);
        document.put("seconds", result.seconds());
        List<Map<String, Object>> errors = result.steps().stream()
                .flatMap(step -> step.failure().map(failure -> error(step, failure)).stream())
                .toList();
        if (!errors.isEmpty()) {
            document.put("errors", errors);
        }
        return document;
    }

    private static Map<String, Object> error(StepResult step, Failure failure) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("asset", step.step().asset().toString());
        error.put("code", failure.code().name());
        error.put("message", failure.message());
        error.put("place", failure.place().isEmpty() ? null : failure.place());
        error.put("mend", failure.mend());
        return error;
    }
}
