package dev.daybreak.server.api;

import dev.daybreak.orchestration.history.AttemptRecord;
import dev.daybreak.orchestration.history.AttemptState;
import dev.daybreak.orchestration.history.CheckRecord;
import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepRecord;
import dev.daybreak.orchestration.history.StepSituation;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.project.check.CheckSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Runs and what belongs to them as JSON, over HTTP and on the command line. */
public final class RunJson {
    static final Schema RUN = Schema.object(
                    Property.of("run", Schema.TEXT, "Its id."),
                    Property.of("kind", Schema.oneOf(RunRequest.Kind.values())),
                    Property.of("state", Schema.oneOf(RunState.values())),
                    Property.of("request", Schema.TEXT, "What was asked for, in words."),
                    Property.of("by", Schema.TEXT, "Who asked."),
                    Property.of("pipeline", Schema.TEXT.orNull()),
                    Property.of(
                            "start",
                            Schema.INSTANT.orNull(),
                            "Of the interval that it covers; null if it names partitions."),
                    Property.of("end", Schema.INSTANT.orNull()),
                    Property.of("due", Schema.INSTANT.orNull(), "When it might start; null if it never waited."),
                    Property.of("started", Schema.INSTANT, "While it waits: when it was queued."),
                    Property.of("ended", Schema.INSTANT.orNull()),
                    Property.of("seconds", Schema.NUMBER.orNull()),
                    Property.of(
                            "expected_end",
                            Schema.INSTANT.orNull(),
                            "While it is at work, and its pipeline has a past: when that lets its end be expected."),
                    Property.of("backfill", Schema.TEXT.orNull(), "The backfill that it is a part of."),
                    Property.of("failure", Schema.TEXT.orNull(), "Why it could not even begin; else its steps say it."),
                    Property.of(
                            "steps",
                            Schema.object(Arrays.stream(StepState.values())
                                    .map(state -> Property.of(state.toString(), Schema.COUNT))
                                    .toArray(Property[]::new)),
                            "How many steps stand how."))
            .named("Run");

    static final Schema STEP = Schema.object(
                    Property.of("step", Schema.TEXT, "Its key."),
                    Property.of("run", Schema.TEXT),
                    Property.of("asset", Schema.TEXT),
                    Property.of("start", Schema.INSTANT.orNull(), "Of its first partition; null for all data."),
                    Property.of("end", Schema.INSTANT.orNull(), "Of its last partition."),
                    Property.of("partitions", Schema.COUNT, "How many neighbouring partitions it does."),
                    Property.of("state", Schema.oneOf(StepState.values())),
                    Property.of("reason", Schema.TEXT, "Why it is done, or is skipped."),
                    Property.of("words", Schema.TEXT, "What it says of itself, or waits for."),
                    Property.of("rows", Schema.COUNT, "In the partitions that were published."),
                    Property.of("pool", Schema.TEXT.orNull()),
                    Property.of("weight", Schema.COUNT, "How many slots of its pool it takes."),
                    Property.of("priority", Schema.NUMBER),
                    Property.of("tries", Schema.COUNT, "How many of its attempts failed."),
                    Property.of("deaths", Schema.COUNT, "How many of its attempts ended with their process."),
                    Property.of("due", Schema.INSTANT.orNull(), "When it is tried, or looked for, again."),
                    Property.of(
                            "started",
                            Schema.INSTANT,
                            "When it was planned; from its first attempt on, when that began."),
                    Property.of("begun", Schema.INSTANT.orNull(), "When its first attempt began."),
                    Property.of("ended", Schema.INSTANT.orNull()),
                    Property.of("failure", Value.FAILURE.orNull()))
            .named("Step");

    static final Schema ATTEMPT = Schema.object(
                    Property.of("attempt", Schema.TEXT, "Its name."),
                    Property.of("run", Schema.TEXT),
                    Property.of("asset", Schema.TEXT),
                    Property.of("step", Schema.TEXT),
                    Property.of("state", Schema.oneOf(AttemptState.values())),
                    Property.of("host", Schema.TEXT, "The machine that it is, or was, at work on."),
                    Property.of("pid", Schema.COUNT),
                    Property.of("started", Schema.INSTANT),
                    Property.of("ended", Schema.INSTANT.orNull()),
                    Property.of("seconds", Schema.NUMBER.orNull()),
                    Property.of("failure", Value.FAILURE.orNull()))
            .named("Attempt");

    static final Schema CHECK = Schema.object(
                    Property.of("asset", Schema.TEXT),
                    Property.of("start", Schema.INSTANT.orNull(), "Of the partition; null for all data."),
                    Property.of("end", Schema.INSTANT.orNull()),
                    Property.of("expectation", Schema.TEXT),
                    Property.of("arguments", Schema.mapOf(Schema.ANY)),
                    Property.of("severity", Schema.oneOf(List.of("block", "warn"))),
                    Property.of("success", Schema.FLAG),
                    Property.of("observed", Schema.ANY),
                    Property.of("evaluated", Schema.COUNT, "How many rows were looked at."),
                    Property.of("unexpected", Schema.COUNT, "How many of them did not fit."),
                    Property.of("unexpected_share", Schema.NUMBER.orNull()),
                    Property.of(
                            "samples",
                            Schema.list(Schema.mapOf(Schema.ANY)),
                            "Some rows that did not fit; values that tell of a person are masked for all but admins."),
                    Property.of("reason", Schema.TEXT),
                    Property.of("checked", Schema.INSTANT))
            .named("Check");

    private RunJson() {}

    /** @param expected when runs at work are expected to end, as far as the past tells */
    public static Map<String, Object> value(RunRecord run, Map<String, Instant> expected) {
        Map<String, Object> steps = new LinkedHashMap<>();
        for (StepState state : StepState.values()) {
            steps.put(state.toString(), run.steps().getOrDefault(state, 0));
        }
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("run", run.id());
        value.put("kind", run.kind());
        value.put("state", run.state().toString());
        value.put("request", run.words());
        value.put("by", run.by());
        value.put("pipeline", run.pipeline().orElse(null));
        value.put("start", run.interval().map(Value::start).orElse(null));
        value.put("end", run.interval().map(Value::end).orElse(null));
        value.put("due", Value.text(run.due()));
        value.put("started", Value.text(run.started()));
        value.put("ended", Value.text(run.ended()));
        value.put("seconds", Value.seconds(run.started(), run.ended()));
        value.put("expected_end", Value.text(Optional.ofNullable(expected.get(run.id()))));
        value.put("backfill", Value.orNull(run.backfill()));
        value.put("failure", run.failure().orElse(null));
        value.put("steps", steps);
        return value;
    }

    static Map<String, Object> value(StepSituation situation) {
        StepRecord step = situation.step();
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("step", step.key());
        value.put("run", step.run());
        value.put("asset", step.asset().toString());
        value.put("start", Value.start(step.span()));
        value.put("end", Value.end(step.span()));
        value.put("partitions", step.partitions().size());
        value.put("state", step.state().toString());
        value.put("reason", step.reason());
        value.put("words", step.words());
        value.put("rows", step.rows());
        value.put("pool", Value.orNull(situation.pool()));
        value.put("weight", situation.weight());
        value.put("priority", situation.priority());
        value.put("tries", situation.tries());
        value.put("deaths", situation.deaths());
        value.put("due", Value.text(situation.due()));
        value.put("started", Value.text(step.started()));
        value.put("begun", Value.text(situation.begun()));
        value.put("ended", Value.text(step.ended()));
        value.put("failure", Value.failure(step.failure()));
        return value;
    }

    static Map<String, Object> value(AttemptRecord attempt) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("attempt", attempt.name());
        value.put("run", attempt.run());
        value.put("asset", attempt.asset().toString());
        value.put("step", attempt.step());
        value.put("state", attempt.state().toString());
        value.put("host", attempt.host());
        value.put("pid", attempt.pid());
        value.put("started", Value.text(attempt.started()));
        value.put("ended", Value.text(attempt.ended()));
        value.put("seconds", Value.seconds(attempt.started(), attempt.ended()));
        value.put("failure", Value.failure(attempt.failure()));
        return value;
    }

    /** @param samples of its failing rows, what the reader may see */
    static Map<String, Object> value(CheckRecord check, List<Map<String, Object>> samples) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("asset", check.asset().toString());
        value.put("start", Value.start(check.interval()));
        value.put("end", Value.end(check.interval()));
        value.put("expectation", check.expectation());
        value.put("arguments", check.arguments());
        value.put("severity", word(check.severity()));
        value.put("success", check.success());
        value.put("observed", check.observed());
        value.put("evaluated", check.evaluated());
        value.put("unexpected", check.unexpected());
        value.put(
                "unexpected_share",
                check.unexpectedShare().isPresent() ? check.unexpectedShare().getAsDouble() : null);
        value.put("samples", samples);
        value.put("reason", check.reason());
        value.put("checked", Value.text(check.checked()));
        return value;
    }

    private static String word(CheckSpec.Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}
