package dev.daybreak.orchestration.schedule;

import static dev.daybreak.orchestration.schedule.Scheduled.cron;
import static dev.daybreak.orchestration.schedule.Scheduled.missed;
import static dev.daybreak.orchestration.schedule.Scheduled.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.auditlog.AuditLog;
import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.schedule.Missed;
import dev.daybreak.project.schedule.Missed.Policy;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.schedule.Trigger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulerTest {
    private Scheduled scheduled;

    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        database().keep(folder);
        scheduled = new Scheduled(new TestProject(folder));
    }

    @AfterEach
    void close() {
        scheduled.close();
    }

    private List<String> queuedWords() {
        return scheduled.project.history.runs(100).stream()
                .filter(run -> run.state() == RunState.QUEUED)
                .map(RunRecord::words)
                .sorted()
                .toList();
    }

    @Test
    void queuesARunWhenItsIntervalIsOverAndOnlyOnce() {
        scheduled.pipelines.add(cron("nightly", "0 6 * * *", missed(Policy.LAST)));

        assertThat(scheduled.lookAt("2023-01-01T12:00:00Z")).isEmpty();
        assertThat(scheduled.lookAt("2023-01-02T05:59:59Z")).isEmpty();
        assertThat(scheduled.lookAt("2023-01-02T06:00:00Z")).hasSize(1);
        assertThat(scheduled.lookAt("2023-01-02T06:00:01Z")).isEmpty();

        assertThat(queuedWords()).containsExactly("nightly for 2023-01-01T06:00 to 2023-01-02T06:00");
    }

    @Test
    void tellsWhenTheNextRunIsDue() {
        scheduled.pipelines.add(cron("nightly", "0 6 * * *", missed(Policy.LAST)));
        scheduled.pipelines.add(cron("hourly", "30 * * * *", missed(Policy.LAST)));

        assertThat(scheduled.scheduler().nextDue()).contains(Instant.parse("2023-01-01T00:30:00Z"));
    }

    @ParameterizedTest(name = "F12: {0} gives {1} runs after six hours")
    @CsvSource({"ALL, 36", "LAST, 1", "NONE, 0"})
    void whatWasMissedWhileTheSchedulerWasDownIsRunAsThePolicySays(Policy policy, int runs) {
        scheduled.pipelines.add(cron("often", "*/10 * * * *", missed(policy)));
        scheduled.lookAt("2023-01-01T00:05:00Z");

        assertThat(scheduled.lookAt("2023-01-01T06:05:00Z")).hasSize(runs);
        assertThat(scheduled.lookAt("2023-01-01T06:10:00Z")).hasSize(1);
    }

    @Test
    void noMoreThanTheCapIsCaughtUpAndTheNewestAre() {
        scheduled.pipelines.add(cron("often", "0 * * * *", new Missed(Policy.ALL, 3)));
        scheduled.lookAt("2023-01-01T00:05:00Z");

        assertThat(scheduled.lookAt("2023-01-02T00:05:00Z")).hasSize(3);
        assertThat(queuedWords()).first().isEqualTo("often for 2023-01-01T21:00 to 2023-01-01T22:00");
    }

    @Test
    void aPauseIsMissedLikeDowntime() {
        Pipeline pipeline = cron("often", "*/10 * * * *", missed(Policy.LAST));
        scheduled.pipelines.add(pipeline);
        scheduled.lookAt("2023-01-01T00:05:00Z");
        PipelineState state = new PipelineState(scheduled.project.store);

        assertThat(state.pause(pipeline, "ana", "the shop is closed")).isTrue();
        assertThat(state.pause(pipeline, "ben", "me too")).isFalse();
        assertThat(scheduled.lookAt("2023-01-01T03:05:00Z")).isEmpty();
        assertThat(state.paused("often").orElseThrow().by()).isEqualTo("ana");

        assertThat(state.resume(pipeline, "ana", "")).isTrue();
        assertThat(scheduled.lookAt("2023-01-01T03:06:00Z")).hasSize(1);
        assertThat(queuedWords()).containsExactly("often for 2023-01-01T02:50 to 2023-01-01T03:00");
        assertThat(new AuditLog(scheduled.project.store).latest(10))
                .extracting(entry -> entry.who() + " " + entry.action() + " " + entry.subject() + " " + entry.why())
                .containsExactly("ana resume pipeline often ", "ana pause pipeline often the shop is closed");
    }

    @Test
    void queuedRunsOfAPausedPipelineWait() {
        Pipeline pipeline = cron("often", "*/10 * * * *", missed(Policy.LAST));
        scheduled.pipelines.add(pipeline);
        scheduled.lookAt("2023-01-01T00:09:30Z");
        scheduled.lookAt("2023-01-01T00:10:00Z");
        PipelineState state = new PipelineState(scheduled.project.store);

        state.pause(pipeline, "ana", "");
        assertThat(scheduled.queue.take(scheduled.runs().mostActive())).isEmpty();
        state.resume(pipeline, "ana", "");
        assertThat(scheduled.queue.take(scheduled.runs().mostActive())).isPresent();
    }

    @Test
    void aClockThatGoesBackQueuesNothingAgain() {
        scheduled.pipelines.add(cron("often", "*/10 * * * *", missed(Policy.ALL)));
        scheduled.lookAt("2023-01-01T00:09:30Z");
        assertThat(scheduled.lookAt("2023-01-01T00:10:10Z")).hasSize(1);

        assertThat(scheduled.lookAt("2023-01-01T00:05:00Z")).isEmpty();
        assertThat(scheduled.lookAt("2023-01-01T00:10:05Z")).isEmpty();
        assertThat(scheduled.lookAt("2023-01-01T00:20:00Z")).hasSize(1);
    }

    @Test
    void schedulersSideBySideQueueEveryRunOnce() throws Exception {
        scheduled.pipelines.add(cron("often", "* * * * *", missed(Policy.ALL)));
        scheduled.pipelines.add(cron("other", "*/2 * * * *", missed(Policy.ALL)));
        scheduled.lookAt("2023-01-01T00:00:30Z");

        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<String> queued = new ArrayList<>();
        for (int minute = 1; minute <= 30; minute++) {
            scheduled.now.set(Instant.parse("2023-01-01T00:00:30Z").plusSeconds(60L * minute));
            List<Callable<List<String>>> looks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Scheduler scheduler = scheduled.scheduler();
                looks.add(scheduler::look);
            }
            for (Future<List<String>> look : pool.invokeAll(looks)) {
                queued.addAll(look.get());
            }
        }
        pool.shutdown();

        assertThat(queued).hasSize(45).doesNotHaveDuplicates();
        assertThat(queuedWords()).hasSize(45).doesNotHaveDuplicates();
    }

    @Test
    void anUpdateOfWhatIsReadQueuesARun() {
        scheduled.pipelines.add(pipeline("react", new Trigger.OnUpdate(), Missed.DEFAULT, List.of("features.daily+")));
        scheduled.lookAt("2023-01-06T00:00:00Z");
        scheduled.lookAt("2023-01-06T00:00:01Z");
        assertThat(scheduled.lookAt("2023-01-06T00:00:02Z")).isEmpty();

        scheduled.project.run();
        assertThat(scheduled.lookAt("2023-01-06T00:00:03Z")).hasSize(1);
        assertThat(scheduled.lookAt("2023-01-06T00:00:04Z")).isEmpty();
    }
}
