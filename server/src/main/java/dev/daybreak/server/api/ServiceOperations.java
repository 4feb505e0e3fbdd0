package dev.daybreak.server.api;

import dev.daybreak.orchestration.auditlog.AuditEntry;
import dev.daybreak.orchestration.auditlog.AuditLog;
import dev.daybreak.orchestration.history.Listing;
import dev.daybreak.orchestration.history.StepSituation;
import dev.daybreak.orchestration.run.PoolUsage;
import dev.daybreak.project.access.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What steps wait for, how much of the pools is taken, and who changed what. */
final class ServiceOperations {
    private static final String TAG = "service";

    private static final Schema SENSOR = Schema.object(
                    Property.of("run", Schema.TEXT),
                    Property.of("step", Schema.TEXT, "Its key."),
                    Property.of("asset", Schema.TEXT),
                    Property.of("start", Schema.INSTANT.orNull(), "Of its first partition; null for all data."),
                    Property.of("end", Schema.INSTANT.orNull()),
                    Property.of("waits_for", Schema.TEXT),
                    Property.of("since", Schema.INSTANT.orNull(), "The time of the first look."),
                    Property.of("looks", Schema.COUNT),
                    Property.of("next_look", Schema.INSTANT.orNull()))
            .named("Sensor");

    private static final Schema POOL = Schema.object(
                    Property.of("pool", Schema.TEXT),
                    Property.of("slots", Schema.COUNT),
                    Property.of("taken", Schema.COUNT, "By steps at work, of all runs."),
                    Property.of("waited_for", Schema.COUNT, "By steps that are ready."))
            .named("Pool");

    private static final Schema CHANGE = Schema.object(
                    Property.of("position", Schema.COUNT),
                    Property.of("at", Schema.INSTANT),
                    Property.of("who", Schema.TEXT, "The name of the token; without tokens, an account."),
                    Property.of("action", Schema.TEXT, "A verb, such as pause."),
                    Property.of("subject", Schema.TEXT, "What was changed."),
                    Property.of("why", Schema.TEXT))
            .named("Change");

    private final ServedProject served;
    private final Listing listing;
    private final AuditLog auditLog;

    ServiceOperations(ServedProject served) {
        this.served = served;
        this.listing = new Listing(served.store());
        this.auditLog = new AuditLog(served.store());
    }

    List<Operation> operations() {
        return List.of(
                Operation.get("/sensors", "listSensors", TAG)
                        .says("Steps that wait for something outside, by run and asset.")
                        .takes(Page.LIMIT)
                        .takes(Page.CURSOR)
                        .answers(Page.schema("sensors", SENSOR))
                        .by(this::sensors),
                Operation.get("/pools", "listPools", TAG)
                        .says("The pools of daybreak.yaml.")
                        .answers(Schema.object(Property.of("pools", Schema.list(POOL))))
                        .by(call -> Map.of(
                                "pools",
                                PoolUsage.of(
                                                served.store(),
                                                served.project().settings().pools())
                                        .stream()
                                        .map(ServiceOperations::value)
                                        .toList())),
                Operation.get("/audit", "listChanges", TAG)
                        .needs(Role.ADMIN)
                        .says("Who changed what by hand, newest first.")
                        .takes(Page.LIMIT)
                        .takes(Page.CURSOR)
                        .answers(Page.schema("changes", CHANGE))
                        .by(this::changes));
    }

    private Object sensors(Call call) {
        int limit = Page.limit(call);
        return Page.answer(
                "sensors",
                limit,
                listing.sensors(Page.position(call, parts -> parts.get(0)), limit + 1),
                ServiceOperations::value,
                step -> List.of(step.step().key()));
    }

    private static Map<String, Object> value(StepSituation waiting) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("run", waiting.step().run());
        value.put("step", waiting.step().key());
        value.put("asset", waiting.step().asset().toString());
        value.put("start", Value.start(waiting.step().span()));
        value.put("end", Value.end(waiting.step().span()));
        value.put("waits_for", waiting.step().words().replaceFirst("^waits for ", ""));
        value.put("since", Value.text(waiting.firstLook()));
        value.put("looks", waiting.looks());
        value.put("next_look", Value.text(waiting.due()));
        return value;
    }

    private static Map<String, Object> value(PoolUsage pool) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("pool", pool.pool());
        value.put("slots", pool.slots());
        value.put("taken", pool.used());
        value.put("waited_for", pool.ready());
        return value;
    }

    private Object changes(Call call) {
        int limit = Page.limit(call);
        long before = Page.position(call, parts -> Long.parseLong(parts.get(0))).orElse(Long.MAX_VALUE);
        return Page.answer(
                "changes",
                limit,
                auditLog.before(before, limit + 1),
                ServiceOperations::value,
                entry -> List.of(entry.position()));
    }

    private static Map<String, Object> value(AuditEntry entry) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("position", entry.position());
        value.put("at", entry.at().toString());
        value.put("who", entry.who());
        value.put("action", entry.action());
        value.put("subject", entry.subject());
        value.put("why", entry.why());
        return value;
    }
}
