package dev.daybreak.server.api;

import dev.daybreak.orchestration.alert.AlertRecord;
import dev.daybreak.orchestration.alert.AlertState;
import dev.daybreak.orchestration.alert.Outbox;
import dev.daybreak.orchestration.freshness.Breach;
import dev.daybreak.orchestration.freshness.Freshness;
import dev.daybreak.orchestration.freshness.PromiseState;
import dev.daybreak.orchestration.freshness.Promised;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which partitions are there when their assets promise it, and what people were told. */
final class FreshnessOperations {
    private static final String TAG = "freshness";

    private static final Schema PROMISE = Schema.object(
                    Property.of("asset", Schema.TEXT),
                    Property.of("start", Schema.INSTANT.orNull(), "Of the partition; null for all data."),
                    Property.of("end", Schema.INSTANT.orNull()),
                    Property.of("fresh", Schema.TEXT, "The promise, as it is written."),
                    Property.of("due", Schema.INSTANT, "Until when it must be there."),
                    Property.of(
                            "state",
                            Schema.oneOf(PromiseState.values()),
                            "fresh: it is there; due: it need not be yet; late: it should be."),
                    Property.of("published", Schema.INSTANT.orNull(), "The last time."),
                    Property.of("expected", Schema.INSTANT.orNull(), "The end of the run that is at it, by the past."),
                    Property.of("why", Schema.TEXT, "It is not there; else empty."),
                    Property.of("mend", Schema.TEXT))
            .named("Promise");

    private static final Schema BREACH = Schema.object(
                    Property.of("asset", Schema.TEXT),
                    Property.of("start", Schema.INSTANT.orNull(), "Of the partition; null for all data."),
                    Property.of("end", Schema.INSTANT.orNull()),
                    Property.of("due", Schema.INSTANT),
                    Property.of("breached", Schema.INSTANT, "When it was noticed."),
                    Property.of("healed", Schema.INSTANT.orNull(), "When it was noticed that it is there after all."),
                    Property.of("why", Schema.TEXT))
            .named("Breach");

    private static final Schema ALERT = Schema.object(
                    Property.of("alert", Schema.TEXT, "Its id, the same with every try."),
                    Property.of("target", Schema.TEXT, "A name under 'alerts' of daybreak.yaml."),
                    Property.of("text", Schema.TEXT),
                    Property.of("state", Schema.oneOf(AlertState.values())),
                    Property.of("created", Schema.INSTANT),
                    Property.of("ended", Schema.INSTANT.orNull()),
                    Property.of("tries", Schema.COUNT),
                    Property.of("failure", Schema.TEXT.orNull(), "Why the last try failed."))
            .named("Alert");

    private final Freshness freshness;
    private final Outbox outbox;

    FreshnessOperations(ServedProject served) {
        this.freshness = new Freshness(
                served.store(),
                served.graph(),
                served.project().pipelines(),
                served.project().settings().start(),
                served.project().settings().end());
        this.outbox = new Outbox(served.store());
    }

    List<Operation> operations() {
        return List.of(
                Operation.get("/freshness", "listPromises", TAG)
                        .says(
                                "What assets promise: every partition that is late, else the one that was due last, and the one that is"
                                        + " due next.")
                        .answers(Schema.object(Property.of("promises", Schema.list(PROMISE))))
                        .by(call -> Map.of(
                                "promises",
                                freshness.promises().stream()
                                        .map(FreshnessOperations::value)
                                        .toList())),
                Operation.get("/breaches", "listBreaches", TAG)
                        .says("Promises that were not kept, newest first.")
                        .takes(Page.LIMIT)
                        .answers(Schema.object(Property.of("breaches", Schema.list(BREACH))))
                        .by(call -> Map.of(
                                "breaches",
                                freshness.breaches(Page.limit(call)).stream()
                                        .map(FreshnessOperations::value)
                                        .toList())),
                Operation.get("/alerts", "listAlerts", TAG)
                        .says("What people were told, or are to be told, newest first.")
                        .takes(Page.LIMIT)
                        .answers(Schema.object(Property.of("alerts", Schema.list(ALERT))))
                        .by(call -> Map.of(
                                "alerts",
                                outbox.latest(Page.limit(call)).stream()
                                        .map(FreshnessOperations::value)
                                        .toList())));
    }

    private static Map<String, Object> value(Promised promised) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("asset", promised.asset().toString());
        value.put("start", Value.start(promised.interval()));
        value.put("end", Value.end(promised.interval()));
        value.put("fresh", promised.promise().toString());
        value.put("due", promised.due().toString());
        value.put("state", promised.state().toString());
        value.put("published", Value.text(promised.published()));
        value.put("expected", Value.text(promised.expected()));
        value.put("why", promised.why());
        value.put("mend", promised.mend());
        return value;
    }

    private static Map<String, Object> value(Breach breach) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("asset", breach.asset().toString());
        value.put("start", Value.start(breach.interval()));
        value.put("end", Value.end(breach.interval()));
        value.put("due", breach.due().toString());
        value.put("breached", breach.breached().toString());
        value.put("healed", Value.text(breach.healed()));
        value.put("why", breach.why());
        return value;
    }

    private static Map<String, Object> value(AlertRecord alert) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("alert", alert.id());
        value.put("target", alert.target());
        value.put("text", alert.text());
        value.put("state", alert.state().toString());
        value.put("created", alert.created().toString());
        value.put("ended", Value.text(alert.ended()));
        value.put("tries", alert.tries());
        value.put("failure", alert.failure().orElse(null));
        return value;
    }
}
