package dev.daybreak.cli.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.demo.SmallWeeks;
import dev.daybreak.models.registry.ModelVersion;
import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.run.RunListener;
import dev.daybreak.orchestration.schedule.QueueWorker;
import dev.daybreak.orchestration.schedule.Scheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recommender's own pipeline, with a clock that is moved from week to week. */
class WeeklyPipelineTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2023-02-20T00:00:00Z"));

    @Test
    void retrainsTheModelByItselfWhenAWeekIsOver(@TempDir Path folder) throws IOException {
        SmallWeeks.write(folder);
        try (Workspace workspace = Workspace.open(Opening.of(folder, Map.of()), new Output(true))) {
            Scheduler scheduler = workspace.service().scheduler(now::get);

            assertThat(lookAt(scheduler, "2023-02-22T00:00:00Z")).isEmpty();
            assertThat(lookAt(scheduler, "2023-02-23T04:59:59Z")).isEmpty();
            assertThat(lookAt(scheduler, "2023-02-23T05:00:00Z")).hasSize(1);
            assertThat(work(workspace)).isTrue();
            assertThat(weeks(workspace)).containsExactly("2023-02-16T00:00:00Z");

            assertThat(lookAt(scheduler, "2023-03-02T05:00:10Z")).hasSize(1);
            assertThat(work(workspace)).isTrue();
            assertThat(weeks(workspace)).containsExactly("2023-02-16T00:00:00Z", "2023-02-23T00:00:00Z");

            assertThat(lookAt(scheduler, "2023-03-02T05:00:20Z")).isEmpty();
            assertThat(work(workspace)).isFalse();
            assertThat(workspace.history().runs(10))
                    .allMatch(run -> run.state() == RunState.SUCCEEDED)
                    .extracting(RunRecord::words)
                    .containsExactlyInAnyOrder(
                            "weekly_retrain for 2023-02-16T05:00 to 2023-02-23T05:00",
                            "weekly_retrain for 2023-02-23T05:00 to 2023-03-02T05:00");
        }
    }

    private List<String> lookAt(Scheduler scheduler, String instant) {
        now.set(Instant.parse(instant));
        return scheduler.look();
    }

    /** Returns whether anything waited. */
    private static boolean work(Workspace workspace) {
        try (QueueWorker worker = workspace.worker(2, RunListener.NONE, note -> {})) {
            return worker.workOff();
        }
    }

    /** The first day of the week that each version of the model was judged on. */
    private static List<String> weeks(Workspace workspace) {
        List<String> weeks = new ArrayList<>();
        for (ModelVersion version : workspace.registry().versions("click_model")) {
            weeks.add(version.interval().start().toString());
        }
        return weeks.stream().sorted().toList();
    }
}
