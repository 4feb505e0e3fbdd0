package dev.daybreak.server.api;

import dev.daybreak.orchestration.backfill.Backfill;
import dev.daybreak.orchestration.backfill.BackfillPlan;
import dev.daybreak.orchestration.backfill.BackfillState;
import dev.daybreak.project.plan.PlannedPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Backfills as JSON, over HTTP and on the command line. */
public final class BackfillJson {
    static final Schema BACKFILL = Schema.object(
                    Property.of("backfill", Schema.TEXT, "Its id."),
                    Property.of("request", Schema.TEXT, "What was asked for, in words."),
                    Property.of("by", Schema.TEXT),
                    Property.of("created", Schema.INSTANT),
                    Property.of("state", Schema.oneOf(BackfillState.values())),
                    Property.of(
                            "runs",
                            Schema.object(
                                    Property.of("total", Schema.COUNT),
                                    Property.of("waiting", Schema.COUNT),
                                    Property.of("at_work", Schema.COUNT),
                                    Property.of("succeeded", Schema.COUNT),
                                    Property.of("failed", Schema.COUNT),
                                    Property.of("cancelled", Schema.COUNT))),
                    Property.of("concurrency", Schema.COUNT, "How many of its runs may be at work at a time."),
                    Property.of("progress", Schema.NUMBER, "The share of its runs that are over, from 0 to 1."),
                    Property.of("paused", Value.PAUSE.orNull()),
                    Property.of("seconds_per_run", Schema.NUMBER.orNull(), "On average; null while none has ended."),
                    Property.of("estimated_end", Schema.INSTANT.orNull()))
            .named("Backfill");

    static final Schema DRY_RUN = Schema.object(
                    Property.of("partitions", Schema.COUNT, "How many are to be computed."),
                    Property.of("runs", Schema.COUNT, "How many runs it is cut into."),
                    Property.of(
                            "assets",
                            Schema.list(Schema.object(
                                    Property.of("asset", Schema.TEXT),
                                    Property.of("partitions", Schema.COUNT),
                                    Property.of(
                                            "reasons",
                                            Schema.list(Schema.object(
                                                    Property.of("state", Schema.oneOf(PlannedPartition.State.values())),
                                                    Property.of("reason", Schema.TEXT),
                                                    Property.of("partitions", Schema.COUNT))))))))
            .named("BackfillPlan");

    private BackfillJson() {}

    public static Map<String, Object> value(Backfill backfill) {
        Map<String, Object> runs = new LinkedHashMap<>();
        runs.put("total", backfill.total());
        runs.put("waiting", backfill.waiting());
        runs.put("at_work", backfill.atWork());
        runs.put("succeeded", backfill.succeeded());
        runs.put("failed", backfill.failed());
        runs.put("cancelled", backfill.cancelled());
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("backfill", backfill.id());
        value.put("request", backfill.words());
        value.put("by", backfill.by());
        value.put("created", backfill.created().toString());
        value.put("state", backfill.state().toString());
        value.put("runs", runs);
        value.put("concurrency", backfill.concurrency());
        value.put("progress", backfill.progress());
        value.put(
                "paused",
                backfill.pause()
                        .map(pause -> Value.pause(pause.at(), pause.by(), pause.why()))
                        .orElse(null));
        value.put(
                "seconds_per_run",
                backfill.meanRun()
                        .map(Duration::toMillis)
                        .map(millis -> millis / 1000.0)
                        .orElse(null));
        value.put("estimated_end", Value.text(backfill.estimatedEnd()));
        return value;
    }

    /** What a backfill would do, counted by asset and reason. */
    public static Map<String, Object> dryRun(BackfillPlan plan) {
        List<Map<String, Object>> assets = new ArrayList<>();
        plan.counts().forEach((asset, reasons) -> {
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("asset", asset.toString());
            value.put(
                    "partitions",
                    reasons.values().stream().mapToInt(Integer::intValue).sum());
            value.put(
                    "reasons",
                    reasons.entrySet().stream()
                            .map(entry -> reason(entry.getKey(), entry.getValue()))
                            .toList());
            assets.add(value);
        });
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("partitions", plan.partitions().size());
        document.put("runs", plan.parts().size());
        document.put("assets", assets);
        return document;
    }

    private static Map<String, Object> reason(BackfillPlan.Reason reason, int partitions) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("state", reason.state().toString());
        value.put("reason", reason.words());
        value.put("partitions", partitions);
        return value;
    }
}
