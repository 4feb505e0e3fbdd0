package dev.daybreak.orchestration.schedule;

import dev.daybreak.orchestration.backfill.BackfillRuns;
import dev.daybreak.orchestration.backfill.Backfills;
import dev.daybreak.orchestration.run.RunListener;
import dev.daybreak.orchestration.run.RunQueue;
import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.project.asset.About;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.schedule.Cron;
import dev.daybreak.project.schedule.Missed;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.schedule.Timetable;
import dev.daybreak.project.schedule.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** The test project with pipelines, a clock that tests move, and workers. */
final class Scheduled implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(30);

    final TestProject project;
    final RunQueue queue;
    final AtomicReference<Instant> now =
            new AtomicReference<>(TestProject.day(1).start());
    final List<Pipeline> pipelines = new ArrayList<>();
    final List<String> notes = new CopyOnWriteArrayList<>();
    private final List<QueueWorker> workers = new CopyOnWriteArrayList<>();

    Scheduled(TestProject project) {
        this.project = project;
        this.queue = new RunQueue(project.store, LEASE);
    }

    /** Runs everything when a cron of UTC says so. */
    static Pipeline cron(String name, String cron, Missed missed) {
        return pipeline(
                name,
                new Trigger.OnSchedule(Timetable.of(
                        List.of(Cron.parse(cron, problem -> {
                                    throw new AssertionError(problem);
                                })
                                .orElseThrow()),
                        ZoneOffset.UTC)),
                missed,
                List.of());
    }

    static Pipeline pipeline(String name, Trigger trigger, Missed missed, List<String> selection) {
        Pipeline byHand = Pipeline.byHand(
                name, new About("", "", List.of(), Place.of(name + ".yaml")), ZoneOffset.UTC, selection);
        return new Pipeline(
                name,
                byHand.about(),
                trigger,
                byHand.zone(),
                byHand.start(),
                byHand.end(),
                byHand.watermark(),
                byHand.jitter(),
                missed,
                byHand.maxActiveRuns(),
                byHand.priority(),
                byHand.enabled(),
                selection);
    }

    static Missed missed(Missed.Policy policy) {
        return new Missed(policy, Missed.DEFAULT_MOST);
    }

    Scheduler scheduler() {
        return new Scheduler(
                project.store,
                queue,
                pipelines,
                runs(),
                Optional.of(TestProject.day(1).start()),
                now::get);
    }

    PipelineRuns runs() {
        return new PipelineRuns(
                project.graph(), pipelines, Optional.of(TestProject.day(1).start()));
    }

    Backfills backfills() {
        return new Backfills(project.store, queue, ZoneOffset.UTC);
    }

    private BackfillRuns backfillRuns() {
        return new BackfillRuns(
                backfills(),
                project.graph(),
                pipelines,
                Optional.of(TestProject.day(1).start()));
    }

    QueueWorker worker() {
        QueueWorker worker =
                new QueueWorker(project.runner(), queue, runs(), backfillRuns(), RunListener.NONE, notes::add);
        workers.add(worker);
        return worker;
    }

    /** Moves the clock and looks. */
    List<String> lookAt(String instant) {
        now.set(Instant.parse(instant));
        return scheduler().look();
    }

    @Override
    public void close() {
        workers.forEach(QueueWorker::close);
        project.close();
    }
}
