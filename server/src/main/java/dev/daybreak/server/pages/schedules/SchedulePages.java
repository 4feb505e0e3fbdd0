package dev.daybreak.server.pages.schedules;

import dev.daybreak.orchestration.history.Listing;
import dev.daybreak.orchestration.history.Listing.RunFilter;
import dev.daybreak.orchestration.schedule.PipelineRuns;
import dev.daybreak.orchestration.schedule.PipelineState;
import dev.daybreak.orchestration.schedule.PipelineState.Pause;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.schedule.Tick;
import dev.daybreak.project.schedule.Trigger;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.server.api.Finding;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.Moment;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.pages.RunRow;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.schedules.PipelineView.Named;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Pipelines, and when they run. Thread-safe. */
final class SchedulePages {
    private static final int MOST_NEXT = 10;
    private static final int MOST_RUNS = 20;

    private final ServedProject served;
    private final Finding finding;
    private final Pages pages;
    private final PipelineState state;
    private final PipelineRuns pipelines;
    private final Listing listing;

    SchedulePages(ServedProject served, Finding finding, Pages pages) {
        this.served = served;
        this.finding = finding;
        this.pages = pages;
        this.state = new PipelineState(served.store());
        this.pipelines = new PipelineRuns(
                served.graph(),
                served.project().pipelines(),
                served.project().settings().start());
        this.listing = new Listing(served.store());
    }

    SchedulesView list(Shell shell) {
        Map<String, Pause> pauses = state.pauses();
        return new SchedulesView(
                shell,
                served.project().pipelines().stream()
                        .sorted(Comparator.comparing(Pipeline::name))
                        .map(pipeline ->
                                row(pipeline, pauses, next(pipeline, shell, 1), runs(pipeline, shell, 1), shell))
                        .toList());
    }

    PipelineView pipeline(Context ctx, Shell shell) {
        Pipeline pipeline = finding.pipeline(ctx.pathParam("pipeline"));
        List<Tick> next = next(pipeline, shell, MOST_NEXT);
        List<RunRow> runs = runs(pipeline, shell, MOST_RUNS);
        return new PipelineView(
                shell,
                row(pipeline, state.pauses(), next, runs, shell),
                pipeline.about().description(),
                pipeline.about().owner(),
                pipeline.about().place().file(),
                pipeline.selection(),
                pipeline.trigger() instanceof Trigger.OnUpdate
                        ? pipelines.inputs(pipeline).stream()
                                .sorted()
                                .map(AssetKey::toString)
                                .toList()
                        : List.of(),
                facts(pipeline),
                next.stream()
                        .map(tick -> new PipelineView.NextRow(shell.moment(tick.due()), pages.words(tick.interval())))
                        .toList(),
                runs);
    }

    private static List<Tick> next(Pipeline pipeline, Shell shell, int most) {
        return Upcoming.of(pipeline, shell.now(), DataInterval.ALL.end(), most);
    }

    private List<RunRow> runs(Pipeline pipeline, Shell shell, int most) {
        RunFilter own = new RunFilter(Optional.of(pipeline.name()), Optional.empty(), Optional.empty());
        return listing.runs(own, Optional.empty(), most).stream()
                .map(run -> RunRow.of(run, shell))
                .toList();
    }

    private ScheduleRow row(
            Pipeline pipeline, Map<String, Pause> pauses, List<Tick> next, List<RunRow> runs, Shell shell) {
        Optional<Pause> pause = Optional.ofNullable(pauses.get(pipeline.name()));
        String paused = pause.isPresent() ? "paused" : "on";
        return new ScheduleRow(
                pipeline.name(),
                words(pipeline.trigger()),
                pipeline.enabled() ? paused : "off",
                pause.map(found -> new ScheduleRow.Pause(shell.moment(found.at()), found.by(), found.why())),
                next.stream().findFirst().map(tick -> shell.moment(tick.due())),
                next.stream()
                        .findFirst()
                        .map(tick -> pages.words(tick.interval()))
                        .orElse(""),
                runs.stream().findFirst());
    }

    private static String words(Trigger trigger) {
        if (trigger instanceof Trigger.OnSchedule scheduled) {
            return scheduled.timetable().toString();
        }
        return trigger instanceof Trigger.OnUpdate ? "when what it reads is updated" : "by hand";
    }

    private List<Named> facts(Pipeline pipeline) {
        List<Named> facts = new ArrayList<>();
        facts.add(new Named("Zone", pipeline.zone().getId()));
        if (!pipeline.watermark().equals(Pipeline.NO_SPAN)) {
            facts.add(new Named("Waits for late data", pipeline.watermark().toString()));
        }
        if (!pipeline.jitter().equals(Pipeline.NO_SPAN)) {
            facts.add(new Named("Spread over", pipeline.jitter().toString()));
        }
        facts.add(new Named("Missed times", pipeline.missed().policy().name().toLowerCase(Locale.ROOT)));
        facts.add(new Named("Runs at a time", Moment.count(pipeline.maxActiveRuns(), "run") + " at most"));
        facts.add(new Named("Priority", Integer.toString(pipeline.priority())));
        pipeline.start()
                .ifPresent(start -> facts.add(new Named(
                        "No interval before",
                        start.atZone(pipeline.zone()).toLocalDateTime().toString())));
        pipeline.end()
                .ifPresent(end -> facts.add(new Named(
                        "No interval after",
                        end.atZone(pipeline.zone()).toLocalDateTime().toString())));
        return facts;
    }
}
