package dev.daybreak.orchestration.run;

import static dev.daybreak.orchestration.run.TestProject.CLICKS;
import static dev.daybreak.orchestration.run.TestProject.DAILY;
import static dev.daybreak.orchestration.run.TestProject.MODEL;
import static dev.daybreak.orchestration.run.TestProject.RECENT;
import static dev.daybreak.orchestration.run.TestProject.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.plan.Outside;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerTest {
    @TempDir
    Path folder;

    private TestProject project;

    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void openProject() throws IOException {
        database().keep(folder);
        project = new TestProject(folder);
    }

    @AfterEach
    void closeProject() {
        project.close();
    }

    @Test
    void bringsEverythingUpToDateInputsFirst() {
        RunResult result = project.run();

        assertThat(result.outcome()).isEqualTo(RunState.SUCCEEDED);
        assertThat(result.succeeded()).isEqualTo(1 + 5 + 5 + 1);
        assertThat(result.skipped() + result.failed()).isZero();
        assertThat(project.tables.computed.get(0)).startsWith("raw.clicks");
        assertThat(project.tables.computed.subList(1, 6)).allMatch(line -> line.startsWith("features.daily"));
        assertThat(project.tables.computed.get(11)).startsWith("models.taste");
        assertThat(project.toDo()).isZero();
    }

    @Test
    void doesNothingTheSecondTime() {
        project.run();

        RunResult second = project.run();

        assertThat(second.outcome()).isEqualTo(RunState.SUCCEEDED);
        assertThat(second.steps()).isEmpty();
        assertThat(project.tables.computed).hasSize(12);
    }

    @Test
    void redoesExactlyWhatReadsAChangedSlice() {
        project.run();
        project.tables.put(CLICKS, day(2), "late rows");
        project.tables.computed.clear();

        project.run();

        assertThat(project.tables.computed)
                .containsExactlyInAnyOrder(
                        DAILY + " " + day(2).start(),
                        RECENT + " " + day(2).start(),
                        RECENT + " " + day(3).start(),
                        RECENT + " " + day(4).start(),
                        MODEL + " 0001-01-01T00:00:00Z");
    }

    @Test
    void bringsInWhatIsNewOutside() {
        project.run();
        project.tables.outside.put(CLICKS, new Outside("v2", "3 new files"));

        RunResult result = project.run();

        assertThat(result.steps().get(0).step().asset()).isEqualTo(CLICKS);
        assertThat(project.history.steps(result.run()).get(0).reason()).isEqualTo("3 new files");
    }
}
