package dev.daybreak.server.pages.schedules;

import dev.daybreak.orchestration.schedule.PipelineState;
import dev.daybreak.orchestration.schedule.PipelineTriggers;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalText;
import dev.daybreak.server.api.Finding;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.api.TriggeredInterval;
import dev.daybreak.server.pages.ConfirmView;
import dev.daybreak.server.pages.Moment;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.web.HttpFailure;
import dev.daybreak.server.web.WebServer;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Optional;

/** What can be done to a pipeline. Thread-safe. */
final class ScheduleActions {
    private static final String WHY = "Why, for the others";

    private final Finding finding;
    private final PipelineState state;
    private final PipelineTriggers triggers;
    private final TriggeredInterval intervals;

    ScheduleActions(ServedProject served, Finding finding) {
        this.finding = finding;
        this.state = new PipelineState(served.store());
        this.triggers = new PipelineTriggers(served.store(), served.queue());
        this.intervals = new TriggeredInterval(triggers, served.requests());
    }

    private Pipeline pipeline(Context ctx) {
        return finding.pipeline(ctx.pathParam("pipeline"));
    }

    private static String address(Pipeline pipeline) {
        return "/schedules/" + Pages.encoded(pipeline.name());
    }

    ConfirmView askPause(Context ctx, Shell shell) {
        Pipeline pipeline = pipeline(ctx);
        return ConfirmView.of(
                        shell,
                        "Pause " + pipeline.name() + "?",
                        "No run of it is begun until it is resumed, and its queued runs wait. Runs at work go on.",
                        List.of(),
                        "Pause",
                        address(pipeline))
                .askingFor(WHY);
    }

    void pause(Context ctx) {
        Pipeline pipeline = pipeline(ctx);
        boolean changed = state.pause(pipeline, WebServer.caller(ctx).name(), Pages.reason(ctx));
        require(changed, pipeline, "pause", "it is paused already");
        ctx.redirect(address(pipeline), HttpStatus.SEE_OTHER);
    }

    ConfirmView askResume(Context ctx, Shell shell) {
        Pipeline pipeline = pipeline(ctx);
        String missed =
                switch (pipeline.missed().policy()) {
                    case ALL ->
                        "Of the intervals that came due meanwhile, the latest "
                                + pipeline.missed().most() + " at most are run.";
                    case LAST -> "Of the intervals that came due meanwhile, the last is run.";
                    case NONE -> "Intervals that came due meanwhile are left out.";
                };
        return ConfirmView.of(
                        shell,
                        "Resume " + pipeline.name() + "?",
                        "It runs again as its file says. " + missed,
                        List.of(),
                        "Resume",
                        address(pipeline))
                .askingFor(WHY);
    }

    void resume(Context ctx) {
        Pipeline pipeline = pipeline(ctx);
        boolean changed = state.resume(pipeline, WebServer.caller(ctx).name(), Pages.reason(ctx));
        require(changed, pipeline, "resume", "it is not paused");
        ctx.redirect(address(pipeline), HttpStatus.SEE_OTHER);
    }

    private static void require(boolean changed, Pipeline pipeline, String verb, String why) {
        if (!changed) {
            throw HttpFailure.conflict(
                    "Cannot " + verb + " pipeline '" + pipeline.name() + "': " + why + ".", "Nothing was changed.");
        }
    }

    ConfirmView askRun(Context ctx, Shell shell) {
        Pipeline pipeline = pipeline(ctx);
        DataInterval interval = interval(ctx, pipeline);
        return ConfirmView.of(
                shell,
                "Run " + pipeline.name() + " for " + IntervalText.of(interval, pipeline.zone()) + "?",
                "A run is queued; it does what is missing or stale of its selection. It waits while the pipeline is paused, or has "
                        + Moment.count(pipeline.maxActiveRuns(), "run") + " at work.",
                List.of("Selection: "
                        + (pipeline.selection().isEmpty() ? "everything" : String.join(" ", pipeline.selection()))),
                "Run",
                address(pipeline));
    }

    void run(Context ctx) {
        Pipeline pipeline = pipeline(ctx);
        String run = triggers.trigger(
                pipeline, interval(ctx, pipeline), WebServer.caller(ctx).name());
        ctx.redirect("/runs/" + Pages.encoded(run), HttpStatus.SEE_OTHER);
    }

    private DataInterval interval(Context ctx, Pipeline pipeline) {
        return intervals.of(pipeline, text(ctx, "start"), text(ctx, "end"));
    }

    private static Optional<String> text(Context ctx, String parameter) {
        return Optional.of(Pages.text(ctx, parameter).strip()).filter(text -> !text.isEmpty());
    }
}
