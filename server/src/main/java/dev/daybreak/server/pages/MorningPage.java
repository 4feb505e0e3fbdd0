package dev.daybreak.server.pages;

import dev.daybreak.orchestration.freshness.Freshness;
import dev.daybreak.orchestration.freshness.PromiseState;
import dev.daybreak.orchestration.freshness.Promised;
import dev.daybreak.orchestration.history.Latest;
import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.schedule.PipelineState;
import dev.daybreak.orchestration.schedule.PipelineState.Pause;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.schedule.Tick;
import dev.daybreak.project.schedule.Ticks;
import dev.daybreak.project.schedule.Trigger;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.MorningView.LateRow;
import dev.daybreak.server.pages.MorningView.NextRow;
import dev.daybreak.server.pages.MorningView.PromiseRow;
import dev.daybreak.server.pages.MorningView.StaleRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says whether all is well. Thread-safe. */
final class MorningPage {
    private static final Duration STRIP = Duration.ofHours(24);
    /** More runs than that are more than a strip can show. */
    private static final int MOST_RUNS = 300;

    private static final int MOST_FAILURES = 20;
    private static final int MOST_STALE = 20;

    private final ServedProject served;
    private final Pages pages;
    private final Staleness staleness;
    private final Readers readers;
    private final Latest latest;
    private final Freshness freshness;
    private final PipelineState pipelines;
    private final MorningEndpoints endpoints;

    MorningPage(ServedProject served, Pages pages, Staleness staleness) {
        this.served = served;
        this.pages = pages;
        this.staleness = staleness;
        this.readers = new Readers(served.graph());
        this.latest = new Latest(served.store());
        this.freshness = new Freshness(
                served.store(),
                served.graph(),
                served.project().pipelines(),
                served.project().settings().start(),
                served.project().settings().end());
        this.pipelines = new PipelineState(served.store());
        this.endpoints = new MorningEndpoints(served);
    }

    MorningView view(Shell shell) {
        List<PromiseRow> promises = freshness.promises().stream()
                .sorted(Comparator.comparing(Promised::state).reversed().thenComparing(Promised::due))
                .map(promised -> row(promised, shell))
                .toList();
        List<RunRecord> runs = new ArrayList<>(latest.runs(shell.now().minus(STRIP), MOST_RUNS));
        List<FailureRow> failures = latest.failures(MOST_FAILURES).stream()
                .map(step -> FailureRow.of(step, readers, pages, shell))
                .toList();
        Optional<Staleness.Known> known = staleness.known();
        List<StaleRow> stale = known.map(this::stale).orElse(List.of());
        List<NextRow> next = next(shell);
        long late = promises.stream()
                .filter(row -> row.state().equals(PromiseState.LATE.toString()))
                .count();
        return new MorningView(
                shell,
                verdict(late, failures.size(), stale.size(), known.isPresent(), runs),
                late == 0 && failures.isEmpty() && stale.isEmpty(),
                promises,
                runs.stream().map(run -> RunRow.of(run, shell)).toList(),
                failures,
                stale.stream().limit(MOST_STALE).toList(),
                known.map(this::late).orElse(List.of()),
                known.map(found -> shell.moment(found.at())),
                next,
                endpoints.rows(shell));
    }

    private static String verdict(long late, int failed, int stale, boolean isKnown, List<RunRecord> runs) {
        List<String> parts = new ArrayList<>();
        if (late > 0) {
            parts.add(late + " late");
        }
        if (failed > 0) {
            parts.add(failed + (failed == MOST_FAILURES ? " or more" : "") + " failed");
        }
        if (stale > 0) {
            parts.add(Moment.count(stale, "asset") + " not up to date");
        }
        long atWork =
                runs.stream().filter(run -> run.state() == RunState.RUNNING).count();
        String working = atWork == 0 ? "" : " " + Moment.count(atWork, "run") + " at work.";
        if (!parts.isEmpty()) {
            return String.join(", ", parts) + "." + working;
        }
        return (isKnown ? "Everything is up to date." : "Nothing is late, nothing failed.") + working;
    }

    private PromiseRow row(Promised promised, Shell shell) {
        return new PromiseRow(
                promised.asset().toString(),
                pages.words(promised.interval()),
                promised.promise().toString(),
                promised.state().toString(),
                shell.moment(promised.due()),
                promised.why(),
                promised.mend());
    }

    private List<StaleRow> stale(Staleness.Known known) {
        List<StaleRow> rows = new ArrayList<>();
        for (Map.Entry<AssetKey, List<PlannedPartition>> entry : known.toDo().entrySet()) {
            List<PlannedPartition> all = entry.getValue();
            int missing = (int) all.stream()
                    .filter(partition -> partition.state() == PlannedPartition.State.MISSING)
                    .count();
            rows.add(new StaleRow(entry.getKey().toString(), missing, all.size() - missing, words(all.get(0))));
        }
        rows.sort(Comparator.comparing(StaleRow::asset));
        return rows;
    }

    private List<LateRow> late(Staleness.Known known) {
        return known.late().entrySet().stream()
                .map(entry -> new LateRow(
                        entry.getKey().toString(),
                        entry.getValue().size(),
                        words(entry.getValue().get(0))))
                .sorted(Comparator.comparing(LateRow::asset))
                .limit(MOST_STALE)
                .toList();
    }

    private String words(PlannedPartition partition) {
        return pages.words(partition.interval()) + ": " + partition.reason();
    }

    private List<NextRow> next(Shell shell) {
        Map<String, Pause> pauses = pipelines.pauses();
        List<NextDue> due = new ArrayList<>();
        for (Pipeline pipeline : served.project().pipelines()) {
            if (pipeline.enabled() && pipeline.trigger() instanceof Trigger.OnSchedule scheduled) {
                Optional<Tick> tick = Ticks.next(pipeline, shell.now());
                due.add(new NextDue(
                        tick.map(Tick::due).orElse(Instant.MAX), row(pipeline, scheduled, tick, pauses, shell)));
            }
        }
        return due.stream()
                .sorted(Comparator.comparing(NextDue::at))
                .map(NextDue::row)
                .toList();
    }

    private record NextDue(Instant at, NextRow row) {}

    private NextRow row(
            Pipeline pipeline,
            Trigger.OnSchedule scheduled,
            Optional<Tick> tick,
            Map<String, Pause> pauses,
            Shell shell) {
        Pause pause = pauses.get(pipeline.name());
        return new NextRow(
                pipeline.name(),
                scheduled.timetable().toString(),
                tick.map(found -> shell.moment(found.due())),
                tick.map(found -> pages.words(found.interval())).orElse(""),
                pause == null ? "" : "paused by " + pause.by() + (pause.why().isEmpty() ? "" : ": " + pause.why()));
    }
}
