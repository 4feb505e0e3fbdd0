package dev.daybreak.server.api;

import dev.daybreak.orchestration.request.Requests;
import dev.daybreak.orchestration.schedule.PipelineTriggers;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.schedule.Trigger;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.server.web.HttpFailure;
import java.util.Optional;

/** Which interval a run covers that somebody wants of a pipeline now. Thread-safe. */
public final class TriggeredInterval {
    private final PipelineTriggers triggers;
    private final Requests requests;

    public TriggeredInterval(PipelineTriggers triggers, Requests requests) {
        this.triggers = triggers;
        this.requests = requests;
    }

    /**
     * What was asked for; else the newest interval of the schedule that is due, or without a schedule, all there is.
     *
     * @param start a date, or date and time
     * @param end exclusive; given if the start is
     * @throws HttpFailure 400 if one of them is missing, 409 if nothing of the schedule is due yet
     */
    public DataInterval of(Pipeline pipeline, Optional<String> start, Optional<String> end) {
        if (start.isPresent() != end.isPresent()) {
            throw HttpFailure.badRequest(
                    "Missing key '" + (start.isPresent() ? "end" : "start") + "': an interval has both.",
                    start.isPresent() ? "end" : "start",
                    "Give both, or leave both out.");
        }
        if (start.isPresent()) {
            return requests.interval(pipeline.selection(), start.get(), end.get());
        }
        if (pipeline.trigger() instanceof Trigger.OnSchedule) {
            return triggers.latest(pipeline)
                    .orElseThrow(() -> HttpFailure.conflict(
                            "Cannot tell the interval: none of the schedule of '" + pipeline.name() + "' is due yet.",
                            "Give 'start' and 'end'."));
        }
        return requests.interval(pipeline.selection(), null, null);
    }
}
