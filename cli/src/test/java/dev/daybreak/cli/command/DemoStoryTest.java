package dev.daybreak.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.demo.RecommenderProject;
import dev.daybreak.cli.demo.SmallWeeks;
import dev.daybreak.cli.workspace.Opening;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.models.registry.ModelVersion;
import dev.daybreak.orchestration.backfill.BackfillState;
import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demo's pages have to show: something held back and mended, a backfill, and two versions of a model. */
class DemoStoryTest {
    @TempDir
    Path folder;

    private final List<RunResult> told = new ArrayList<>();

    private int tell(Workspace workspace) {
        return new DemoStory(workspace, new Output(true), RecommenderProject.mistake(folder)).tell(told::add);
    }

    private Workspace open() {
        return Workspace.open(Opening.of(folder, Map.of()), new Output(true));
    }

    private static void assertAllIsThere(Workspace workspace) {
        assertThat(workspace.backfills().latest(2)).singleElement().satisfies(backfill -> {
            assertThat(backfill.state()).isEqualTo(BackfillState.SUCCEEDED);
            assertThat(backfill.total()).isEqualTo(2);
        });
        assertThat(workspace.registry().versions("click_model"))
                .extracting(ModelVersion::version)
                .containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void aMistakeIsHeldBackAndMendedAndTheRestFollows() throws IOException {
        SmallWeeks.writeWithMistake(folder);
        try (Workspace workspace = open()) {
            assertThat(tell(workspace)).isZero();

            assertAllIsThere(workspace);
            assertThat(workspace.history().runs(10))
                    .extracting(RunRecord::state)
                    .containsExactly(RunState.SUCCEEDED, RunState.SUCCEEDED, RunState.SUCCEEDED, RunState.FAILED);
            assertThat(told).singleElement().satisfies(last -> {
                assertThat(last.outcome()).isEqualTo(RunState.SUCCEEDED);
                assertThat(last.succeeded()).isEqualTo(2);
            });

            assertThat(tell(workspace)).isZero();

            assertThat(told.get(1).succeeded()).isZero();
            assertAllIsThere(workspace);
        }
    }

    @Test
    void anotherFailureEndsItAndItGoesOnOnceThatIsMended() throws IOException {
        SmallWeeks.writeWithMistake(folder);
        Path query = folder.resolve("assets/features/item_days.sql");
        String right = Files.readString(query);
        Files.writeString(query, right.replace("COUNT(*) AS shown", "CAST('many' AS BIGINT) AS shown"));
        try (Workspace workspace = open()) {
            assertThat(tell(workspace)).isEqualTo(1);

            assertThat(told).singleElement().extracting(RunResult::outcome).isEqualTo(RunState.FAILED);
            assertThat(RecommenderProject.mistake(folder).isThere()).isTrue();
        }
        Files.writeString(query, right);
        try (Workspace workspace = open()) {
            assertThat(tell(workspace)).isZero();
            assertAllIsThere(workspace);
        }
    }
}
