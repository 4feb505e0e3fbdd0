package dev.daybreak.orchestration.schedule;

import static dev.daybreak.orchestration.run.TestProject.CLICKS;
import static dev.daybreak.orchestration.run.TestProject.days;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.orchestration.alert.AlertRecord;
import dev.daybreak.orchestration.alert.Outbox;
import dev.daybreak.orchestration.alert.RunAlerts;
import dev.daybreak.orchestration.run.RunQueue.Waiting;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.orchestration.store.StoreClock;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.alert.Alerts;
import dev.daybreak.project.alert.OnEnd;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schedule.Missed;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people hear of runs that are over. */
@Timeout(120)
class RunAlertsTest {
    private Scheduled scheduled;
    private Outbox outbox;

    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        database().keep(folder);
        scheduled = new Scheduled(new TestProject(folder));
        outbox = new Outbox(scheduled.project.store);
        scheduled.pipelines.add(pipeline("nightly", new OnEnd(List.of("chat", "oncall"), List.of("chat"))));
        scheduled.pipelines.add(pipeline("quiet", OnEnd.NOBODY));
    }

    @AfterEach
    void close() {
        scheduled.close();
    }

    private static Pipeline pipeline(String name, OnEnd onEnd) {
        Pipeline cron = Scheduled.cron(name, "0 0 * * *", Scheduled.missed(Missed.Policy.ALL));
        return new Pipeline(
                name,
                cron.about(),
                cron.trigger(),
                cron.zone(),
                cron.start(),
                cron.end(),
                cron.watermark(),
                cron.jitter(),
                cron.missed(),
                cron.maxActiveRuns(),
                cron.priority(),
                cron.enabled(),
                onEnd,
                cron.selection());
    }

    private String add(String pipeline) {
        DataInterval interval = days(1, 2);
        Waiting waiting = new Waiting(
                RunRequest.Kind.SCHEDULE,
                pipeline,
                interval,
                interval.end(),
                0,
                "schedule",
                pipeline + " for two days");
        return scheduled
                .project
                .store
                .jdbi()
                .inTransaction(handle -> scheduled.queue.add(handle, waiting))
                .orElseThrow();
    }

    private void clicksFail() {
        scheduled.project.tables.onCompute = step -> {
            if (step.node().key().equals(CLICKS)) {
                throw new DaybreakException(ErrorCode.BAD_SOURCE, "Invalid column 'age'.\nIt is a text.", "Mend it.");
            }
        };
    }

    private RunAlerts alerts(String... onFailure) {
        return alerts(StoreClock.of(scheduled.project.store), onFailure);
    }

    private RunAlerts alerts(StoreClock clock, String... onFailure) {
        Alerts alerts = new Alerts(Map.of(), Optional.empty(), List.of(onFailure), List.of());
        return new RunAlerts(scheduled.project.store, outbox, "shop", alerts, scheduled.pipelines, clock);
    }

    private List<String> ids() {
        return outbox.latest(100).stream().map(AlertRecord::id).sorted().toList();
    }

    @Test
    void aFailureIsToldOnceToThoseWhoWantToHearOfIt() {
        clicksFail();
        String run = add("nightly");
        scheduled.worker().workOff();

        assertThat(alerts().look()).isOne();
        assertThat(alerts().look()).isZero();

        assertThat(ids()).containsExactly("run." + run + ".chat", "run." + run + ".oncall");
        Map<String, Object> document = outbox.latest(1).get(0).document();
        assertThat(document)
                .containsEntry("kind", "run")
                .containsEntry("project", "shop")
                .containsEntry("pipeline", "nightly")
                .containsEntry("run", run)
                .containsEntry("outcome", "failed")
                .containsEntry("interval", Map.of("start", "2023-01-01T00:00:00Z", "end", "2023-01-03T00:00:00Z"))
                .containsEntry("request", "nightly for two days")
                .containsEntry("rows", 0)
                .containsEntry(
                        "text",
                        "[shop] Run " + run + " of pipeline 'nightly' failed: nightly for two days."
                                + " First error: raw.clicks: Invalid column 'age'.");
        assertThat(document.get("error"))
                .isEqualTo(Map.of(
                        "asset",
                        "raw.clicks",
                        "message",
                        "Invalid column 'age'.\nIt is a text.",
                        "place",
                        "",
                        "mend",
                        "Mend it."));
        assertThat(document.get("steps").toString()).contains("failed=1");
    }

    @Test
    void aSuccessIsToldToThoseWhoWantToHearOfThat() {
        String run = add("nightly");
        scheduled.worker().workOff();

        alerts("everybody").look();

        assertThat(ids()).containsExactly("run." + run + ".chat");
        assertThat(outbox.latest(1).get(0).document())
                .containsEntry("outcome", "succeeded")
                .containsEntry("error", null);
    }

    @Test
    void whoHearsOfEveryFailureHearsOfEachOnce() {
        clicksFail();
        String run = add("nightly");
        String other = add("quiet");
        scheduled.worker().workOff();

        alerts("chat").look();

        assertThat(ids())
                .containsExactlyInAnyOrder("run." + run + ".chat", "run." + run + ".oncall", "run." + other + ".chat");
    }

    @Test
    void aRunThatCouldNotEvenBeginIsToldWithTheReason() {
        add("nightly");
        scheduled.queue.fail(scheduled.queue.take(scheduled.runs().mostActive()).orElseThrow(), "Invalid selection.");

        alerts().look();

        assertThat(outbox.latest(1).get(0).text()).endsWith("First error: Invalid selection.");
    }

    @Test
    void whatWasCancelledAndWhatSomebodyRanByHandIsToldNobody() {
        String run = add("nightly");
        scheduled.queue.cancel(run, "ana");
        clicksFail();
        scheduled.project.run();

        assertThat(alerts("chat").look()).isZero();
        assertThat(ids()).isEmpty();
    }

    @Test
    void whatEndedLongAgoIsToldNobody() {
        clicksFail();
        add("nightly");
        scheduled.worker().workOff();

        assertThat(alerts(StoreClock.of(() -> Instant.now().plus(Duration.ofDays(8))))
                        .look())
                .isZero();
        assertThat(alerts().look()).as("not later either").isZero();
    }

    @Test
    void ifTheMessageCannotBeWrittenItIsToldByTheNextLook() {
        clicksFail();
        add("nightly");
        scheduled.worker().workOff();
        StoreClock broken = StoreClock.of(() -> {
            throw new IllegalStateException("no clock");
        });

        assertThatThrownBy(() -> alerts(broken).look()).hasMessage("no clock");
        assertThat(ids()).isEmpty();
        assertThat(alerts().look()).isOne();
    }

    @Test
    void thoseWhoLookSideBySideTellOnce() throws Exception {
        clicksFail();
        for (int i = 0; i < 3; i++) {
            scheduled.pipelines.add(pipeline("p" + i, new OnEnd(List.of("chat"), List.of())));
            add("p" + i);
        }
        scheduled.worker().workOff();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Callable<Integer>> looks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            RunAlerts own = alerts();
            looks.add(own::look);
        }

        int told = 0;
        for (Future<Integer> look : pool.invokeAll(looks)) {
            told += look.get();
        }
        pool.shutdown();

        assertThat(told).isEqualTo(3);
        assertThat(ids()).hasSize(3);
    }
}
