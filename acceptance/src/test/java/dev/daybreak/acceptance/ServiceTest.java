package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} with its workers, as real processes of which some are killed. */
@Timeout(120)
final class ServiceTest {
    private static final String QUICK = "SELECT 1 AS one";
    /** A few seconds. */
    private static final String SLOW = "SELECT SUM(SQRT(r.range)) AS s FROM range(400000000) AS r";

    @TempDir
    Path folder;

    private final List<ChildProcess> started = new ArrayList<>();
    private final List<ProcessHandle> workers = new ArrayList<>();

    @AfterEach
    void killWhatIsLeft() throws InterruptedException {
        for (ChildProcess service : started) {
            service.kill();
        }
        workers.forEach(ProcessHandle::destroyForcibly);
    }

    /** @param hours how many of them a pipeline that runs every hour has missed */
    private CommandLineProject project(String sql, int hours) {
        CommandLineProject project = new CommandLineProject(folder.resolve("shop"));
        Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(hours, ChronoUnit.HOURS);
        project.file("daybreak.yaml", "name: shop\nversion: 1\n");
        project.table("shop.numbers", "description: Some", sql);
        project.file(
                "pipelines/often.yaml",
                "schedule: every 1 hour\nselection: shop.numbers\nmissed: all\nstart: " + start + "\n");
        return project;
    }

    private ChildProcess serve(CommandLineProject project) throws IOException {
        ChildProcess service = ChildProcess.start(
                folder.resolve("said-" + started.size()),
                List.of(),
                "serve",
                "--port",
                "0",
                "--project",
                project.folder().toString());
        started.add(service);
        return service;
    }

    private static List<String> states(CommandLineProject project) {
        List<String> states = new ArrayList<>();
        JsonNode runs = project.run("history", "--json").json().get("runs");
        runs.forEach(run -> states.add(run.get("outcome").asText()));
        return states;
    }

    /** Looks until the runs stand so. */
    private static void await(ChildProcess service, CommandLineProject project, String... states) throws Exception {
        while (!states(project).equals(List.of(states))) {
            service.runFor(500);
        }
    }

    /** Waits until a worker of the service computes a step, and returns it. */
    private ProcessHandle awaitWork(ChildProcess service, CommandLineProject project) throws Exception {
        while (attempts(project).stream().noneMatch("claimed"::equals)) {
            assertThat(service.runFor(200)).as(service.output()).isTrue();
        }
        ProcessHandle worker = service.children().get(0);
        workers.add(worker);
        return worker;
    }

    private static List<String> attempts(CommandLineProject project) {
        List<String> states = new ArrayList<>();
        if (!states(project).isEmpty()) {
            JsonNode attempts = project.run("logs", "--json").json().get("attempts");
            attempts.forEach(attempt -> states.add(attempt.get("state").asText()));
        }
        return states;
    }

    @Test
    void runsWhatIsDueInAWorkerAndLeavesNothingBehind() throws Exception {
        CommandLineProject project = project(QUICK, 3);
        ChildProcess service = serve(project);

        await(service, project, "succeeded", "succeeded", "succeeded");
        assertThat(service.children()).hasSize(1);
        workers.addAll(service.children());
        service.terminate();
        service.exitStatus();

        assertThat(workers.get(0).onExit().get().isAlive()).isFalse();
        assertThat(service.output()).contains("The next run is due at", "Queued", "often for");
        assertThat(project.snapshots("shop.numbers")).isEqualTo(1);
    }

    @Test
    void aWorkerOutlivesAKilledServiceFinishesItsRunAndEnds() throws Exception {
        CommandLineProject project = project(SLOW, 1);
        ChildProcess service = serve(project);
        ProcessHandle worker = awaitWork(service, project);

        service.kill();
        ChildProcess next = serve(project);
        CommandLineProject.Outcome followed = project.run("logs", "--follow");
        await(next, project, "succeeded");
        worker.onExit().get();

        assertThat(followed.out()).containsOnlyOnce("== shop.numbers").contains("(try 1) of step", "Published 1 rows");

        assertThat(attempts(project)).containsExactly("succeeded");
        assertThat(project.snapshots("shop.numbers")).isEqualTo(1);
    }

    @Test
    void theRunOfAKilledWorkerIsTakenUpAgain() throws Exception {
        CommandLineProject project = project(SLOW, 1);
        ChildProcess service = serve(project);
        ProcessHandle worker = awaitWork(service, project);

        worker.destroyForcibly();
        await(service, project, "succeeded");

        assertThat(attempts(project)).containsExactly("lost", "succeeded");
        assertThat(project.snapshots("shop.numbers")).isEqualTo(1);
        workers.addAll(service.children());
    }

    @Test
    void aRunInAWorkerIsCancelledFromAnotherProcess() throws Exception {
        CommandLineProject project = project(SLOW, 1);
        ChildProcess service = serve(project);
        awaitWork(service, project);
        String run = project.run("history", "--json").json().at("/runs/0/run").asText();

        assertThat(project.run("cancel", run).out()).contains("is told to stop");
        await(service, project, "cancelled");

        assertThat(project.run("cancel", run).status()).isEqualTo(1);
        assertThat(project.snapshots("shop.numbers")).isZero();
    }

    @Test
    void refusesWhatCannotBe() throws IOException {
        CommandLineProject project = project(QUICK, 1);

        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(project.run("serve", "--port", Integer.toString(taken.getLocalPort()))
                            .err())
                    .contains("Cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": the port is in use")
                    .doesNotContain("defect");
        }

        assertThat(project.run("serve", "--port", "99999").err())
                .contains("Invalid --port 99999; permitted: 0 to 65535.");
        assertThat(project.run("serve", "--workers", "-1").err()).contains("Invalid --workers -1; permitted: 0 to 64.");
        assertThat(project.run("cancel", "nothing").err()).contains("Cannot find a run 'nothing'");
    }

    @Test
    void aPausedPipelineWaitsUntilItIsResumed() {
        CommandLineProject project = project(QUICK, 1);

        assertThat(project.run("pause", "oftn").said()).contains("Invalid pipeline 'oftn'", "often");
        assertThat(project.run("pause", "often", "--why", "moving house").out()).contains("is paused.");
        assertThat(project.run("pause", "often").out()).contains("is paused already, by", "moving house");
        assertThat(project.run("resume", "often").out()).contains("runs again. Of the runs it missed: all.");
        assertThat(project.run("resume", "often").out()).contains("is not paused");
        assertThat(project.run("history", "--changes").out())
                .containsSubsequence("resume", "pipeline often", "pause", "pipeline often", "moving house");
    }
}
