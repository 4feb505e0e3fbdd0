package dev.daybreak.orchestration.run;

import static dev.daybreak.orchestration.run.TestProject.CLICKS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.history.AttemptRecord;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the log of an attempt tells the author of its asset. */
class AttemptLogTest {
    @TempDir
    Path folder;

    private TestProject project;

    @BeforeEach
    void openProject() {
        project = new TestProject(folder);
    }

    @AfterEach
    void closeProject() {
        project.close();
    }

    /** The lines of the newest attempt, without their times. */
    private List<String> log(AssetKey asset) throws IOException {
        AttemptRecord attempt = project.history.attempts(asset, 1).get(0);
        return Files.readAllLines(project.settings.logs().resolve(attempt.logFile())).stream()
                .map(line -> line.replaceFirst("^\\d{4}-\\d\\d-\\d\\dT[^ ]+Z ", ""))
                .toList();
    }

    private void failClicks(RuntimeException failure) {
        project.tables.onCompute = step -> {
            throw failure;
        };
        project.run(project.demand(CLICKS));
    }

    @Test
    void tellsAStepFromItsReasonToWhatItPublished() throws IOException {
        RunResult result = project.run(project.demand(CLICKS));

        String step = result.run() + "/raw.clicks/all";
        List<String> log = log(CLICKS);
        assertThat(log.get(0)).startsWith("INFO  Attempt " + result.run() + "-").endsWith("(try 1) of step " + step);
        assertThat(log.get(1)).startsWith("INFO  Partition all: missing, ").contains("; fingerprint ");
        assertThat(log.subList(2, log.size()))
                .containsExactly(
                        "INFO  Computing with care",
                        "INFO  Computed 10 rows for all; 0 checks, 0 failed",
                        "INFO  Published 10 rows in 1 partition as snapshot 0: line 0");
    }

    @Test
    void tellsAnErrorOfTheUserWithPlaceAndMendAndWithoutATrace() throws IOException {
        failClicks(new DaybreakException(
                ErrorCode.BAD_SOURCE,
                "Invalid column 'age': it is text, must be a number.",
                new Place("sources/users.yaml", 7, 3),
                "Change the contract.",
                new IllegalStateException("a detail")));

        assertThat(log(CLICKS))
                .containsSubsequence(
                        "ERROR BAD_SOURCE Invalid column 'age': it is text, must be a number.",
                        "ERROR at sources/users.yaml:7:3",
                        "ERROR to mend: Change the contract.")
                .noneMatch(line -> line.startsWith("\tat "));
    }

    @Test
    void tellsADefectWithItsTrace() throws IOException {
        failClicks(new IllegalStateException("a defect"));

        assertThat(log(CLICKS))
                .anyMatch(line -> line.startsWith("ERROR INTERNAL Cannot materialize asset 'raw.clicks' for all data"))
                .anyMatch(line -> line.startsWith("Caused by: java.lang.IllegalStateException: a defect"))
                .anyMatch(line -> line.startsWith("\tat " + AttemptLogTest.class.getName()));
    }

    private static CheckOutcome tooFewRows(CheckSpec.Severity severity, int line) {
        CheckSpec check = new CheckSpec(
                "expect_table_row_count_to_be_between",
                Map.of("min_value", 100),
                severity,
                new Place("sources/clicks.yaml", line, 5));
        return new CheckOutcome(
                check, false, 0, 0, 0, OptionalDouble.empty(), List.of(), "there are 0 rows, must be at least 100");
    }

    @Test
    void tellsWhichCheckRefusedThePartitionAndWhere() throws IOException {
        project.tables.checks = (asset, interval) -> List.of(tooFewRows(CheckSpec.Severity.BLOCK, 9));

        project.run(project.demand(CLICKS));

        assertThat(log(CLICKS))
                .contains(
                        "INFO  Computed 10 rows for all; 1 check, 1 failed",
                        "WARN  BLOCK at sources/clicks.yaml:9:5: expect_table_row_count_to_be_between (min_value: 100): there"
                                + " are 0 rows, must be at least 100",
                        "ERROR CHECK_FAILED Cannot publish asset 'raw.clicks' for all data:"
                                + " expect_table_row_count_to_be_between (min_value: 100): there are 0 rows, must be at least"
                                + " 100.",
                        "ERROR at sources/clicks.yaml:9:5",
                        "ERROR to mend: Correct the data or the query, or give the check 'severity: warn'. What was published"
                                + " before stays.")
                .noneMatch(line -> line.startsWith("\tat "));
    }

    @Test
    void namesThreeFailingChecksAndCountsTheOthers() {
        project.tables.checks = (asset, interval) -> List.of(
                tooFewRows(CheckSpec.Severity.BLOCK, 1),
                tooFewRows(CheckSpec.Severity.WARN, 2),
                tooFewRows(CheckSpec.Severity.BLOCK, 3),
                tooFewRows(CheckSpec.Severity.BLOCK, 4),
                tooFewRows(CheckSpec.Severity.BLOCK, 5),
                tooFewRows(CheckSpec.Severity.BLOCK, 6));

        RunResult result = project.run(project.demand(CLICKS));

        assertThat(result.steps().get(0).failure().orElseThrow().message())
                .endsWith("must be at least 100; and 2 more checks fail.");
    }

    @Test
    void aWarningLetsThePartitionThroughAndIsTold() throws IOException {
        project.tables.checks = (asset, interval) -> List.of(tooFewRows(CheckSpec.Severity.WARN, 9));

        RunResult result = project.run(project.demand(CLICKS));

        assertThat(result.outcome()).isEqualTo(RunState.SUCCEEDED);
        assertThat(log(CLICKS)).anyMatch(line -> line.startsWith("WARN  WARN at sources/clicks.yaml:9:5"));
    }

    @Test
    void aLogThatCannotBeOpenedFailsTheStepAndFreesItsPartitions() throws IOException {
        Files.createDirectories(folder.resolve("logs").getParent());
        Files.writeString(folder.resolve("logs"), "a file where a folder should be");

        RunResult result = project.run(project.demand(CLICKS));
        Files.delete(folder.resolve("logs"));
        RunResult next = project.run(project.demand(CLICKS));

        assertThat(result.steps().get(0).failure().orElseThrow().message())
                .startsWith("Cannot write the log file '" + folder.resolve("logs"));
        assertThat(next.outcome()).isEqualTo(RunState.SUCCEEDED);
    }
}
