package dev.daybreak.orchestration.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.run.TestProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The logs of a run's attempts, read while they are written, or later. */
class LogFollowTest {
    @TempDir
    Path folder;

    private TestProject project;
    private Listing listing;

    @BeforeEach
    void openProject() {
        project = new TestProject(folder);
        listing = new Listing(project.store);
    }

    @AfterEach
    void closeProject() {
        project.close();
    }

    private String everyLog(String run) throws Exception {
        StringBuilder all = new StringBuilder();
        for (AttemptRecord attempt : listing.attempts(run, Optional.empty(), 0, 100)) {
            all.append(Files.readString(project.settings.logs().resolve(attempt.logFile())));
        }
        return all.toString();
    }

    @Test
    void everyLineOfEveryAttemptIsToldOnceHoweverSmallThePieces() throws Exception {
        String run = project.run().run();
        LogFollow whole = new LogFollow(listing, project.settings.logs(), run, attempt -> true);
        LogFollow pieces = new LogFollow(listing, project.settings.logs(), run, attempt -> true);
        StringBuilder atOnce = new StringBuilder();
        StringBuilder bit = new StringBuilder();

        assertThat(whole.next((attempt, lines) -> atOnce.append(lines), () -> false))
                .isFalse();
        int calls = 1;
        while (pieces.next((attempt, lines) -> bit.append(lines), () -> true)) {
            calls++;
        }

        assertThat(atOnce).hasToString(everyLog(run));
        assertThat(bit).hasToString(everyLog(run));
        assertThat(calls).isGreaterThan(10);
    }

    @Test
    void onlyChosenAttemptsAreRead() {
        String run = project.run().run();
        StringBuilder told = new StringBuilder();

        new LogFollow(listing, project.settings.logs(), run, attempt -> attempt.asset()
                        .equals(TestProject.MODEL))
                .next((attempt, lines) -> told.append(lines), () -> false);

        assertThat(told.toString()).contains("models.taste").doesNotContain("features.daily/");
    }

    @Test
    void aRunThatIsNotThereIsOver() {
        LogFollow nothing = new LogFollow(listing, project.settings.logs(), "none", attempt -> true);

        assertThat(nothing.next((attempt, lines) -> {}, () -> false)).isFalse();
    }
}
