package dev.daybreak.orchestration.schedule;

import static dev.daybreak.orchestration.run.TestProject.DAILY;
import static dev.daybreak.orchestration.run.TestProject.MODEL;
import static dev.daybreak.orchestration.run.TestProject.day;
import static dev.daybreak.orchestration.run.TestProject.days;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.orchestration.auditlog.AuditEntry;
import dev.daybreak.orchestration.auditlog.AuditLog;
import dev.daybreak.orchestration.backfill.Backfill;
import dev.daybreak.orchestration.backfill.BackfillCut;
import dev.daybreak.orchestration.backfill.BackfillCut.Order;
import dev.daybreak.orchestration.backfill.BackfillPlan;
import dev.daybreak.orchestration.backfill.BackfillPlanner;
import dev.daybreak.orchestration.backfill.BackfillRequest;
import dev.daybreak.orchestration.backfill.BackfillRun;
import dev.daybreak.orchestration.backfill.BackfillState;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.run.Choice.Only;
import dev.daybreak.orchestration.run.RunQueue.Taken;
import dev.daybreak.orchestration.run.RunQueue.Waiting;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.fault.Failpoint;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Backfills that wait in the queue: how they are cut, when their runs are taken, and how they are stopped. */
@Timeout(60)
class BackfillTest {
    private static final Map<String, Integer> MOST = Map.of("nightly", 2);

    @TempDir
    Path parent;

    private Path folder;
    private Scheduled scheduled;

    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectory(parent.resolve("project"));
        database().keep(folder);
        scheduled = new Scheduled(new TestProject(folder));
    }

    @AfterEach
    void close() {
        scheduled.close();
    }

    private static BackfillRequest request(Only only, DataInterval range, String... selection) {
        return new BackfillRequest(List.of(selection), range, Set.of(), only, String.join(" ", selection));
    }

    private BackfillPlan plan(BackfillRequest request, int batch, Order order) {
        return new BackfillPlanner(
                        scheduled.project.graph(), List.of(), Optional.of(day(1).start()), scheduled.project.history)
                .plan(
                        request,
                        new BackfillCut(batch, 1, order),
                        scheduled.project.runner().state());
    }

    private String queue(BackfillRequest request, int batch, int concurrency) {
        List<DataInterval> parts = plan(request, batch, Order.FORWARD).parts();
        return scheduled.backfills().queue(request, parts, concurrency, "ana");
    }

    /** Of the first ten days of the table that only clicks are read for, a day a run. */
    private String queueTenDays(int concurrency) {
        return queue(request(Only.NEEDED, days(1, 10), "raw.clicks", "features.daily"), 1, concurrency);
    }

    private Backfill backfill(String id) {
        return scheduled.backfills().find(id);
    }

    private String addLive(int dayOfJanuary) {
        DataInterval day = day(dayOfJanuary);
        Waiting live = new Waiting(RunRequest.Kind.SCHEDULE, "nightly", day, day.end(), -5, "schedule", "nightly");
        return scheduled
                .project
                .store
                .jdbi()
                .inTransaction(handle -> scheduled.queue.add(handle, live))
                .orElseThrow();
    }

    private void workOnAll() {
        scheduled.worker().workOff();
    }

    private List<DataInterval> publishedDays() {
        return scheduled.project.tables.lines(DAILY).stream()
                .flatMap(line -> line.versions().keySet().stream())
                .sorted()
                .toList();
    }

    @Test
    void isCutIntoRunsOfNeighbouringIntervalsInEitherOrder() {
        BackfillRequest request = request(Only.NEEDED, days(1, 10), "+features.daily");

        assertThat(plan(request, 4, Order.FORWARD).parts()).containsExactly(days(1, 4), days(5, 8), days(9, 10));
        assertThat(plan(request, 4, Order.BACKWARD).parts()).containsExactly(days(9, 10), days(5, 8), days(1, 4));
    }

    @Test
    void whatReadsAllOfTheRangeIsLeftToALastRun() {
        BackfillRequest request = request(Only.NEEDED, days(1, 6), "+models.taste");

        BackfillPlan plan = plan(request, 3, Order.BACKWARD);
        String id = scheduled.backfills().queue(request, plan.parts(), 1, "ana");
        workOnAll();

        assertThat(plan.parts()).containsExactly(days(4, 6), days(1, 3), DataInterval.ALL);
        assertThat(backfill(id).state()).isEqualTo(BackfillState.SUCCEEDED);
        assertThat(scheduled.project.tables.lines(MODEL)).hasSize(1);
        assertThat(scheduled.project.history.runs(1).get(0).words())
                .isEqualTo("+models.taste: what reads all of 2023-01-01 to 2023-01-06");
    }

    @Test
    void saysWhatItWouldDoAndWhyAndChangesNothing() {
        BackfillPlan plan = plan(request(Only.NEEDED, days(2, 3), "features.daily"), 30, Order.FORWARD);

        assertThat(plan.partitions()).hasSize(2).allSatisfy(partition -> {
            assertThat(partition.state()).isEqualTo(PlannedPartition.State.MISSING);
            assertThat(partition.reason()).isEqualTo("never published");
        });
        assertThat(scheduled.backfills().latest(10)).isEmpty();
        assertThat(scheduled.worker().workOff()).isFalse();
    }

    @Test
    void liveRunsAreTakenBeforeAnyOfABackfillWhateverTheirPriority() {
        String backfill = queueTenDays(9);
        List<String> live = List.of(addLive(1), addLive(2), addLive(3));

        List<String> taken = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            taken.add(scheduled.queue.take(MOST).orElseThrow().run());
        }

        // The third live run may not start yet; the backfill fills in for it.
        assertThat(taken).containsExactly(live.get(0), live.get(1), backfill + "-000001", backfill + "-000002");
    }

    @Test
    void onlyAsManyOfItsRunsAreAtWorkAsItAllowsAndAnotherBackfillGoesOn() {
        String first = queueTenDays(2);
        String second = queueTenDays(1);

        List<String> taken = new ArrayList<>();
        for (Optional<Taken> next = scheduled.queue.take(MOST); next.isPresent(); next = scheduled.queue.take(MOST)) {
            taken.add(next.get().backfill());
        }

        assertThat(taken).containsExactlyInAnyOrder(first, first, second);
    }

    @Test
    void aPausedBackfillWaitsUntilItIsResumedAndTheAuditLogSaysWhoAndWhy() {
        String id = queueTenDays(1);

        assertThat(scheduled.backfills().pause(id, "ben", "the disk is full")).isTrue();
        assertThat(scheduled.backfills().pause(id, "ben", "again")).isFalse();
        assertThat(backfill(id).state()).isEqualTo(BackfillState.PAUSED);
        assertThat(scheduled.worker().workOff()).isFalse();

        assertThat(scheduled.backfills().resume(id, "ana", "a new disk")).isTrue();
        assertThat(backfill(id).state()).isEqualTo(BackfillState.RUNNING);
        workOnAll();

        assertThat(backfill(id).state()).isEqualTo(BackfillState.SUCCEEDED);
        assertThat(publishedDays()).hasSize(10).doesNotHaveDuplicates();
        assertThat(scheduled.backfills().pause(id, "ben", "too late")).isFalse();
        assertThat(new AuditLog(scheduled.project.store).latest(10))
                .extracting(AuditEntry::who, AuditEntry::action, AuditEntry::why)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("ana", "resume", "a new disk"),
                        org.assertj.core.groups.Tuple.tuple("ben", "pause", "the disk is full"),
                        org.assertj.core.groups.Tuple.tuple("ana", "backfill", "raw.clicks features.daily"));
    }

    @Test
    void cancellingEndsRunsThatWaitAtOnceAndStopsTheOneAtWork() throws Exception {
        String id = queueTenDays(1);
        CountDownLatch computing = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        scheduled.project.tables.onCompute = step -> {
            if (step.node().key().equals(DAILY)) {
                computing.countDown();
                await(cancelled);
            }
        };
        scheduled.project.tables.onCancel = cancelled::countDown;
        Thread worker = new Thread(this::workOnAll);
        worker.start();
        computing.await();

        assertThat(scheduled.backfills().cancel(id, "ben", "not needed")).isTrue();
        assertThat(backfill(id).waiting()).isZero();
        worker.join();

        assertThat(backfill(id).state()).isEqualTo(BackfillState.CANCELLED);
        assertThat(backfill(id).cancelled()).isEqualTo(10);
        assertThat(publishedDays()).isEmpty();
        assertThat(scheduled.backfills().cancel(id, "ben", "")).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void tellsHowFarItIsAndWhenItWillEnd() {
        String id = queueTenDays(1);
        assertThat(backfill(id).estimatedEnd()).isEmpty();

        scheduled.project.tables.onCompute = step -> {
            boolean isFourth = step.partitions().get(0).interval().equals(day(4));
            if (step.node().key().equals(DAILY) && isFourth) {
                scheduled.backfills().pause(id, "ana", "");
            }
        };
        workOnAll();
        scheduled.backfills().resume(id, "ana", "");

        Backfill now = backfill(id);
        assertThat(now.progress()).isEqualTo(0.4);
        assertThat(now.succeeded()).isEqualTo(4);
        assertThat(now.waiting()).isEqualTo(6);
        assertThat(now.meanRun()).isPresent();
        assertThat(now.estimatedEnd()).isPresent();
    }

    @Test
    void aRunOfASelectionThatIsGoneFailsAndTheWorkerGoesOn() {
        DataInterval range = days(1, 2);
        String id =
                scheduled.backfills().queue(request(Only.NEEDED, range, "features.dayly"), List.of(range), 1, "ana");
        String next = queueTenDays(1);

        workOnAll();

        assertThat(backfill(id).state()).isEqualTo(BackfillState.FAILED);
        assertThat(scheduled.backfills().runs(id))
                .extracting(BackfillRun::failure)
                .containsExactly(Optional.of("Invalid selection 'features.dayly': there is no such asset."
                        + " Did you mean 'features.daily'?"));
        assertThat(backfill(next).state()).isEqualTo(BackfillState.SUCCEEDED);
    }

    @Test
    void onlyWhatFailedIsDoneAgain() {
        scheduled.project.tables.onCompute = step -> {
            boolean isThird = step.partitions().get(0).interval().equals(day(3));
            if (step.node().key().equals(DAILY) && isThird) {
                throw new DaybreakException(ErrorCode.QUERY_FAILED, "Cannot divide by zero.", "");
            }
        };
        String first = queueTenDays(1);
        workOnAll();
        assertThat(backfill(first).state()).isEqualTo(BackfillState.FAILED);
        scheduled.project.tables.onCompute = step -> {};

        BackfillRequest request = request(Only.FAILED, days(1, 31), "+features.daily");
        assertThat(plan(request, 30, Order.FORWARD).parts()).containsExactly(day(3));
        String second = queue(request, 30, 1);
        workOnAll();

        assertThat(backfill(second).state()).isEqualTo(BackfillState.SUCCEEDED);
        assertThat(publishedDays()).hasSize(10).contains(day(3));
        assertThat(plan(request, 30, Order.FORWARD).parts()).isEmpty();
    }

    @Test
    void everythingIsDoneAgainOnceWhereWindowsOverlapToo() {
        BackfillRequest request = request(Only.ALL, days(1, 6), "+features.recent");
        queue(request, 2, 1);
        workOnAll();
        assertThat(publishedDays()).hasSize(6);

        // Each day is read by the runs of three days after it.
        queue(request, 2, 1);
        workOnAll();

        assertThat(publishedDays()).hasSize(12);
    }

    @Test
    void onlyNamedPartitionsAreDone() {
        Set<Instant> starts = Set.of(day(2).start(), day(5).start());
        BackfillRequest request =
                new BackfillRequest(List.of("+features.daily"), days(2, 5), starts, Only.ALL, "two days");
        queue(request, 30, 1);

        workOnAll();

        assertThat(publishedDays()).containsExactly(day(2), day(5));
    }

    @ParameterizedTest
    @EnumSource(names = {"AFTER_TAKE", "AFTER_CLAIM", "BEFORE_RECORD"})
    void aWorkerThatIsKilledInARunOfABackfillCostsNothingButTime(Failpoint point) throws Exception {
        BackfillRequest request = request(Only.ALL, days(1, 4), "+features.daily");
        String id = queue(request, 2, 1);
        QueueWorkerTest.killAt(point, folder, WorkingProcess.class);

        scheduled.project.runner().recover();
        workOnAll();

        assertThat(backfill(id).state()).isEqualTo(BackfillState.SUCCEEDED);
        assertThat(publishedDays()).containsExactly(day(1), day(2), day(3), day(4));
    }

    @Test
    void twoThousandRunsAreQueuedAtOnceAndTakenInOrder() {
        DataInterval range = new DataInterval(day(1).start(), day(1).start().plusSeconds(2_000L * 86_400));
        BackfillRequest request = request(Only.NEEDED, range, "+features.daily");

        long began = System.nanoTime();
        String id = queue(request, 1, 2_000);
        long queued = System.nanoTime();
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            runs.add(scheduled.queue.take(MOST).orElseThrow().run());
        }
        long taken = System.nanoTime();

        assertThat(backfill(id).total()).isEqualTo(2_000);
        assertThat(runs).isSorted().doesNotHaveDuplicates();
        System.out.printf(
                "Backfill on %s: 2000 runs planned and queued in %d ms; then taken in %.1f ms each.%n",
                database(),
                TimeUnit.NANOSECONDS.toMillis(queued - began),
                TimeUnit.NANOSECONDS.toMicros(taken - queued) / 50_000.0);
    }

    @Test
    void tenThousandWaitingRunsMakeTakingNoSlower() {
        scheduled.backfills().pause(queueMany(10_000), "ana", "");
        List<String> live = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            live.add(addLive(i));
        }

        long began = System.nanoTime();
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            taken.add(scheduled.queue.take(Map.of("nightly", 20)).orElseThrow().run());
        }
        long between = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertThat(scheduled.queue.take(MOST)).isEmpty();
        }
        long ended = System.nanoTime();

        assertThat(taken).containsExactlyElementsOf(live);
        System.out.printf(
                "Queue on %s beside 10000 waiting runs of a backfill: a live run is taken in %.1f ms, an idle look takes %.1f ms.%n",
                database(), (between - began) / 20e6, (ended - between) / 100e6);
        assertThat(TimeUnit.NANOSECONDS.toMillis(ended - between)).isLessThan(2_000);
    }

    private String queueMany(int runs) {
        BackfillRequest request = request(Only.ALL, days(1, 2), "features.daily");
        List<DataInterval> parts = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            Instant start = day(1).start().plusSeconds(i);
            parts.add(new DataInterval(start, start.plusSeconds(1)));
        }
        return scheduled.backfills().queue(request, parts, 1, "ana");
    }

    @Test
    void isFoundByAPartOfItsId() {
        String id = queueTenDays(1);

        assertThat(backfill(id.substring(id.length() - 4)).id()).isEqualTo(id);
        assertThat(scheduled.backfills().runs(id)).hasSize(10).allMatch(run -> run.state() == RunState.QUEUED);
        assertThatThrownBy(() -> backfill("nothing"))
                .isInstanceOf(DaybreakException.class)
                .hasMessage("Cannot find a backfill 'nothing': there is none.");
    }
}
