package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.acceptance.CommandLineProject.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backfills as people ask for them: in the foreground, only counted, and queued for a real worker. */
@Timeout(120)
final class BackfillTest {
    @TempDir
    Path folder;

    private CommandLineProject project;

    @BeforeEach
    void project() {
        project = new CommandLineProject(folder.resolve("shop"));
        project.file("daybreak.yaml", "name: shop\nversion: 1\nstart: 2023-01-01\nend: 2023-02-01\n");
        project.table(
                "shop.days",
                "description: A row a day\npartition: {column: day, every: day}",
                "SELECT CAST(:start AS DATE) AS day, 1 AS one");
    }

    private Outcome backfill(String... more) {
        List<String> words = new ArrayList<>(List.of("backfill", "shop.days"));
        words.addAll(List.of(more));
        return project.run(words.toArray(String[]::new));
    }

    private Outcome tenDays(String... more) {
        List<String> words = new ArrayList<>(List.of("--start", "2023-01-01", "--end", "2023-01-11"));
        words.addAll(List.of(more));
        return backfill(words.toArray(String[]::new));
    }

    private String rows() {
        return project.rows("SELECT COUNT(*) FROM shop.days");
    }

    @Test
    void aDryRunCountsWhatWouldBeDoneByAssetAndReasonAndChangesNothing() {
        Outcome outcome = tenDays("--dry-run", "--batch", "4");
        JsonNode json = tenDays("--dry-run", "--batch", "4", "--json").json();

        assertThat(outcome.out())
                .contains("shop.days", "never published", "10 partitions; queued, 3 runs. Nothing was changed.");
        assertThat(json.toString())
                .isEqualTo("{\"partitions\":10,\"runs\":3,\"assets\":[{\"asset\":\"shop.days\",\"partitions\":10,"
                        + "\"reasons\":[" + json.at("/assets/0/reasons/0") + "]}]}");
        assertThat(json.at("/assets/0/reasons/0/state").asText()).isEqualTo("missing");
        assertThat(project.run("history").out()).contains("No run yet.");
    }

    @Test
    void aQueuedBackfillIsCarriedOutByAWorkerOfTheServiceAndListed() throws Exception {
        JsonNode queued = tenDays("--queue", "--batch", "4", "--order", "backward", "--json")
                .json();
        String id = queued.get("backfill").asText();
        assertThat(queued.get("runs").asInt()).isEqualTo(3);
        assertThat(backfills(id).get("state").asText()).isEqualTo("running");
        assertThat(project.run("history").out()).contains("No run yet.");

        ChildProcess service = serve();
        try {
            while (!backfills(id).get("state").asText().equals("succeeded")) {
                assertThat(service.runFor(500)).as(service.output()).isTrue();
            }
            service.terminate();
            assertThat(service.exitStatus()).isEqualTo(143);
        } finally {
            service.kill();
        }

        assertThat(rows()).isEqualTo("[[10]]");
        assertThat(service.output())
                .containsSubsequence(
                        "for 2023-01-09 to 2023-01-10", "for 2023-01-05 to 2023-01-08", "for 2023-01-01 to");
        assertThat(project.snapshots("shop.days")).isEqualTo(3);
        assertThat(project.run("backfills").out()).contains(id, "succeeded", "100 %", "shop.days for 2023-01-01 to");
        assertThat(project.run("backfills", id).out()).contains("3 succeeded, 0 failed", id + "-000003");
        assertThat(tenDays("--queue").out()).contains("Nothing is to be done");
    }

    private JsonNode backfills(String id) {
        return project.run("backfills", id, "--json").json();
    }

    /** Nothing is scheduled in the project, so it has no worker before there is something to do. */
    private ChildProcess serve() throws IOException {
        return ChildProcess.start(
                folder.resolve("said"),
                List.of(),
                "serve",
                "--port",
                "0",
                "--project",
                project.folder().toString());
    }

    @Test
    void isPausedResumedAndCancelledWithAReason() {
        String id = tenDays("--queue", "--json").json().get("backfill").asText();

        assertThat(project.run("backfills", "--pause", id, "--why", "the disk is full")
                        .out())
                .contains("is paused");
        assertThat(project.run("backfills", id).out()).contains("paused", "the disk is full");
        assertThat(project.run("backfills", "--pause", id).status()).isEqualTo(1);
        assertThat(project.run("backfills", "--resume", id).out()).contains("goes on");
        assertThat(project.run("backfills", "--cancel", id, "--why", "wrong range")
                        .out())
                .contains("is cancelled");
        assertThat(project.run("backfills", "--cancel", id).out()).contains("is cancelled. Nothing was changed.");
        assertThat(project.run("history", "--changes").out())
                .contains("wrong range", "the disk is full", "backfill " + id);
        assertThat(project.run("backfills", "--pause", id, "--cancel", id).err())
                .contains("one backfill at a time");
        assertThat(project.run("backfills", "nothing").err())
                .contains("Cannot find a backfill 'nothing': there is none.", "daybreak backfills");
    }

    @Test
    void aRangeOrNamedPartitionsAreDoneAgainEvenIfUpToDate() {
        assertThat(tenDays().status()).isZero();
        assertThat(succeeded(tenDays("--json"))).isZero();

        assertThat(succeeded(tenDays("--only", "all", "--json"))).isEqualTo(1);
        assertThat(succeeded(tenDays("--only", "missing", "--json"))).isZero();
        assertThat(succeeded(tenDays("--only", "failed", "--json"))).isZero();
        assertThat(succeeded(
                        backfill("--partition", "2023-01-03", "--partition", "2023-01-07", "--only", "all", "--json")))
                .isEqualTo(2);
        assertThat(rows()).isEqualTo("[[10]]");
        assertThat(project.run("history").out()).contains("shop.days for 2023-01-03, 2023-01-07, all of it again");
    }

    private static int succeeded(Outcome outcome) {
        assertThat(outcome.status()).as(outcome.said()).isZero();
        return outcome.json().at("/steps/succeeded").asInt();
    }

    @Test
    void refusesWhatDoesNotFitTogether() {
        assertThat(backfill().err()).contains("Missing range: a backfill needs a selection, --start and --end.");
        assertThat(tenDays("--partition", "2023-01-03").err()).contains("--partition stands instead of --start");
        assertThat(tenDays("--order", "backward").err()).contains("Add --queue");
        assertThat(tenDays("--queue", "--batch", "0").err()).contains("Invalid --batch 0; permitted: 1 or more.");
        assertThat(backfill("--partition", "2023-01-03T05:00").err())
                .contains(
                        "Invalid --partition '2023-01-03T05:00': no partition of the selection starts then.",
                        "such as 2023-01-03T00:00:00Z");
        assertThat(backfill("--partition", "then").err()).contains("Invalid --partition 'then'");
        assertThat(project.run("backfill", "shop.dys", "--partition", "2023-01-03")
                        .err())
                .contains("Invalid selection 'shop.dys'", "shop.days");
    }
}
