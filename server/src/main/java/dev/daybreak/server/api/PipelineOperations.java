package dev.daybreak.server.api;

import dev.daybreak.orchestration.request.Requests;
import dev.daybreak.orchestration.schedule.PipelineState;
import dev.daybreak.orchestration.schedule.PipelineState.Pause;
import dev.daybreak.orchestration.schedule.PipelineTriggers;
import dev.daybreak.project.schedule.Missed;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.schedule.Tick;
import dev.daybreak.project.schedule.Ticks;
import dev.daybreak.project.schedule.Trigger;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Pipelines: what they are, when they run next, and starting, pausing and resuming them. */
final class PipelineOperations {
    private static final String TAG = "pipelines";
    private static final Parameter NAME = Parameter.path("pipeline", "Its name: its file without .yaml.");
    private static final Schema WHY =
            Schema.object(Property.optional("why", Value.WHY, "The reason, for the others and the audit log."));

    private static final Schema PIPELINE = Schema.object(
                    Property.of("pipeline", Schema.TEXT, "Its name."),
                    Property.of("description", Schema.TEXT),
                    Property.of("owner", Schema.TEXT),
                    Property.of("tags", Schema.list(Schema.TEXT)),
                    Property.of("selection", Schema.list(Schema.TEXT)),
                    Property.of("trigger", Schema.oneOf(List.of("schedule", "update", "hand")), "What makes it run."),
                    Property.of("schedule", Schema.TEXT.orNull(), "As it is written."),
                    Property.of("zone", Schema.TEXT),
                    Property.of("enabled", Schema.FLAG),
                    Property.of("priority", Schema.NUMBER),
                    Property.of("max_active_runs", Schema.COUNT),
                    Property.of("missed", Schema.oneOf(missed())),
                    Property.of("paused", Value.PAUSE.orNull()),
                    Property.of(
                            "next",
                            Schema.object(
                                            Property.of("start", Schema.INSTANT),
                                            Property.of("end", Schema.INSTANT),
                                            Property.of(
                                                    "due", Schema.INSTANT, "When the run of this interval may start."))
                                    .orNull(),
                            "The next run of its schedule; null if it has none, or is disabled."))
            .named("Pipeline");

    private final ServedProject served;
    private final Finding finding;
    private final PipelineState state;
    private final PipelineTriggers triggers;
    private final TriggeredInterval intervals;

    PipelineOperations(ServedProject served, Finding finding, Requests requests) {
        this.served = served;
        this.finding = finding;
        this.state = new PipelineState(served.store());
        this.triggers = new PipelineTriggers(served.store(), served.queue());
        this.intervals = new TriggeredInterval(triggers, requests);
    }

    private static List<String> missed() {
        return Arrays.stream(Missed.Policy.values())
                .map(policy -> policy.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    List<Operation> operations() {
        return List.of(
                Operation.get("/pipelines", "listPipelines", TAG)
                        .says("All pipelines of the project, by name.")
                        .answers(Schema.object(Property.of("pipelines", Schema.list(PIPELINE))))
                        .by(call -> list()),
                Operation.get("/pipelines/{pipeline}", "getPipeline", TAG)
                        .says("One pipeline.")
                        .takes(NAME)
                        .answers(PIPELINE)
                        .by(call -> value(
                                pipeline(call), state.pauses(), served.store().now())),
                Operation.post("/pipelines/{pipeline}/trigger", "triggerPipeline", TAG)
                        .says(
                                "Queue a run now. It waits while the pipeline is paused or has as many runs at work as it may.")
                        .takes(NAME)
                        .takes(Schema.object(
                                Property.optional(
                                        "start",
                                        Schema.text(40),
                                        "Of the interval: a date, or date and time. By default the newest interval of the"
                                                + " schedule that is due."),
                                Property.optional("end", Schema.text(40), "Of the interval, exclusive.")))
                        .answers(
                                202,
                                Schema.object(
                                        Property.of("run", Schema.TEXT, "Its id."),
                                        Property.of("request", Schema.TEXT)))
                        .by(this::trigger),
                Operation.post("/pipelines/{pipeline}/pause", "pausePipeline", TAG)
                        .says("Start no more runs of it until it is resumed; runs at work go on.")
                        .takes(NAME)
                        .takes(WHY)
                        .answers(changed())
                        .by(this::pause),
                Operation.post("/pipelines/{pipeline}/resume", "resumePipeline", TAG)
                        .says("Let it run again; its 'missed' says what becomes of the time between.")
                        .takes(NAME)
                        .takes(WHY)
                        .answers(changed())
                        .by(this::resume));
    }

    private static Schema changed() {
        return Schema.object(
                Property.of("changed", Schema.FLAG, "False if it stood so already."),
                Property.of("pipeline", PIPELINE));
    }

    private Pipeline pipeline(Call call) {
        return finding.pipeline(call.path("pipeline"));
    }

    private Object list() {
        Map<String, Pause> pauses = state.pauses();
        Instant now = served.store().now();
        return Map.of(
                "pipelines",
                served.project().pipelines().stream()
                        .map(pipeline -> value(pipeline, pauses, now))
                        .toList());
    }

    private Object trigger(Call call) {
        Pipeline pipeline = pipeline(call);
        String run =
                triggers.trigger(pipeline, intervals.of(pipeline, call.text("start"), call.text("end")), call.who());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("run", run);
        answer.put("request", finding.run(run).words());
        return answer;
    }

    private Object pause(Call call) {
        Pipeline pipeline = pipeline(call);
        return changed(
                pipeline, state.pause(pipeline, call.who(), call.text("why").orElse("")));
    }

    private Object resume(Call call) {
        Pipeline pipeline = pipeline(call);
        return changed(
                pipeline, state.resume(pipeline, call.who(), call.text("why").orElse("")));
    }

    private Object changed(Pipeline pipeline, boolean isChanged) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("changed", isChanged);
        answer.put("pipeline", value(pipeline, state.pauses(), served.store().now()));
        return answer;
    }

    private static Map<String, Object> value(Pipeline pipeline, Map<String, Pause> pauses, Instant now) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("pipeline", pipeline.name());
        value.put("description", pipeline.about().description());
        value.put("owner", pipeline.about().owner());
        value.put("tags", pipeline.about().tags());
        value.put("selection", pipeline.selection());
        Trigger trigger = pipeline.trigger();
        value.put(
                "trigger",
                trigger instanceof Trigger.OnSchedule
                        ? "schedule"
                        : trigger instanceof Trigger.OnUpdate ? "update" : "hand");
        value.put(
                "schedule",
                trigger instanceof Trigger.OnSchedule scheduled
                        ? scheduled.timetable().toString()
                        : null);
        value.put("zone", pipeline.zone().getId());
        value.put("enabled", pipeline.enabled());
        value.put("priority", pipeline.priority());
        value.put("max_active_runs", pipeline.maxActiveRuns());
        value.put("missed", pipeline.missed().policy().name().toLowerCase(Locale.ROOT));
        Pause pause = pauses.get(pipeline.name());
        value.put("paused", pause == null ? null : Value.pause(pause.at(), pause.by(), pause.why()));
        Optional<Tick> next = pipeline.enabled() ? Ticks.next(pipeline, now) : Optional.empty();
        value.put("next", next.map(PipelineOperations::value).orElse(null));
        return value;
    }

    private static Map<String, Object> value(Tick tick) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("start", tick.interval().start().toString());
        value.put("end", tick.interval().end().toString());
        value.put("due", tick.due().toString());
        return value;
    }
}
