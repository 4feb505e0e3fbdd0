package dev.daybreak.server.pages.runs;

import static dev.daybreak.orchestration.run.TestProject.CLICKS;
import static dev.daybreak.orchestration.run.TestProject.DAILY;
import static dev.daybreak.orchestration.run.TestProject.RECENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.server.pages.runs.CriticalPath.Cause;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which steps determined when a run ended. */
class CriticalPathTest {
    private static final Instant BEGAN = Instant.parse("2023-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private static Instant at(int seconds) {
        return BEGAN.plusSeconds(seconds);
    }

    private static StepTimes step(String key, AssetKey asset, int possible, int begun, int ended) {
        return new StepTimes(key, asset, at(possible), Optional.of(at(begun)), Optional.of(at(ended)));
    }

    private CriticalPath path(StepTimes... steps) {
        try (TestProject project = new TestProject(folder)) {
            Graph graph = project.graph();
            return CriticalPath.of(List.of(steps), graph, at(100));
        }
    }

    @Test
    void itLeadsFromTheLastStepOverWhatItReadsToTheFirst() {
        CriticalPath path = path(
                step("clicks", CLICKS, 0, 0, 10),
                step("daily 1", DAILY, 10, 10, 12),
                step("daily 2", DAILY, 10, 10, 20),
                step("recent", RECENT, 20, 20, 25));

        assertThat(path.links()).extracting(link -> link.step().key()).containsExactly("clicks", "daily 2", "recent");
        assertThat(path.links())
                .extracting(CriticalPath.Link::cause)
                .containsExactly(Cause.BEGINNING, Cause.INPUT, Cause.INPUT);
    }

    @Test
    void aStepThatWaitedForRoomHangsOnTheOneThatLeftIt() {
        CriticalPath path = path(
                step("clicks", CLICKS, 0, 0, 10),
                step("daily 1", DAILY, 10, 10, 30),
                step("daily 2", DAILY, 10, 30, 40));

        assertThat(path.links()).extracting(link -> link.step().key()).containsExactly("clicks", "daily 1", "daily 2");
        assertThat(path.links().get(2).cause()).isEqualTo(Cause.ROOM);
    }

    @Test
    void whatWasNeverAtWorkIsOnNoPath() {
        StepTimes skipped = new StepTimes("daily", DAILY, at(10), Optional.empty(), Optional.of(at(50)));

        assertThat(path(step("clicks", CLICKS, 0, 0, 10), skipped).links())
                .extracting(link -> link.step().key())
                .containsExactly("clicks");
        assertThat(path(skipped).links()).isEmpty();
    }
}
