package dev.daybreak.server.api;

import dev.daybreak.orchestration.backfill.Backfill;
import dev.daybreak.orchestration.backfill.BackfillCut;
import dev.daybreak.orchestration.backfill.Backfills;
import dev.daybreak.orchestration.request.Request;
import dev.daybreak.orchestration.request.Requests;
import dev.daybreak.orchestration.run.Choice;
import dev.daybreak.server.web.HttpFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Backfills: how far they are, and making, pausing, resuming and cancelling them. */
final class BackfillOperations {
    private static final String TAG = "backfills";
    private static final int MOST_PARTITIONS = 10_000;
    private static final Parameter ID = Parameter.path("backfill", "Its id.");
    private static final Schema WHY =
            Schema.object(Property.optional("why", Value.WHY, "The reason, for the others and the audit log."));

    private static final Schema REQUEST = Schema.object(
            Property.of("selection", RunOperations.SELECTION, "As on the command line; at least one term."),
            Property.optional("start", Schema.text(40), "With 'end': the range."),
            Property.optional("end", Schema.text(40), "Exclusive."),
            Property.optional(
                    "partitions",
                    Schema.list(Schema.text(40), MOST_PARTITIONS),
                    "Instead of a range: the partitions that start then."),
            Property.optional(
                    "only", Schema.oneOf(Choice.Only.values()), "By default needed: what is missing or stale."),
            Property.optional("order", Schema.oneOf(List.of("forward", "backward")), "By default forward."),
            Property.optional(
                    "batch",
                    Schema.integer(1, Integer.MAX_VALUE),
                    "How many neighbouring intervals a run covers at most; by default " + BackfillCut.DEFAULT_BATCH
                            + "."),
            Property.optional(
                    "concurrency",
                    Schema.integer(1, Integer.MAX_VALUE),
                    "How many of its runs may be at work at a time; by default 1."),
            Property.optional("dry_run", Schema.FLAG, "Only count what would be done, and why."));

    private final Finding finding;
    private final Requests requests;
    private final BackfillOrders orders;
    private final Backfills backfills;

    BackfillOperations(ServedProject served, Finding finding, Requests requests) {
        this.finding = finding;
        this.requests = requests;
        this.orders = new BackfillOrders(served);
        this.backfills = orders.backfills();
    }

    List<Operation> operations() {
        Schema changed = Schema.object(Property.of("backfill", BackfillJson.BACKFILL));
        return List.of(
                Operation.get("/backfills", "listBackfills", TAG)
                        .says("Backfills with how far they are, newest first.")
                        .takes(Page.LIMIT)
                        .takes(Page.CURSOR)
                        .answers(Page.schema("backfills", BackfillJson.BACKFILL))
                        .by(this::list),
                Operation.post("/backfills", "createBackfill", TAG)
                        .says("Queue the runs of a range; workers do them when they have nothing else to do.")
                        .takes(REQUEST)
                        .answers(Schema.object(
                                Property.of("backfill", Schema.TEXT.orNull(), "Its id; null if nothing is to be done."),
                                Property.of("plan", BackfillJson.DRY_RUN)))
                        .by(this::create),
                Operation.get("/backfills/{backfill}", "getBackfill", TAG)
                        .says("One backfill with its progress and estimated end; its runs: /runs?backfill=ID.")
                        .takes(ID)
                        .answers(BackfillJson.BACKFILL)
                        .by(call -> BackfillJson.value(backfill(call))),
                Operation.post("/backfills/{backfill}/pause", "pauseBackfill", TAG)
                        .says("Begin no more runs of it; those at work go on.")
                        .takes(ID)
                        .takes(WHY)
                        .refusesWith(409)
                        .answers(changed)
                        .by(call -> change(call, "pause", backfills::pause)),
                Operation.post("/backfills/{backfill}/resume", "resumeBackfill", TAG)
                        .says("Let a paused one go on.")
                        .takes(ID)
                        .takes(WHY)
                        .refusesWith(409)
                        .answers(changed)
                        .by(call -> change(call, "resume", backfills::resume)),
                Operation.post("/backfills/{backfill}/cancel", "cancelBackfill", TAG)
                        .says("End it: runs that wait at once, those at work within seconds.")
                        .takes(ID)
                        .takes(WHY)
                        .refusesWith(409)
                        .answers(changed)
                        .by(call -> change(call, "cancel", backfills::cancel)));
    }

    private Backfill backfill(Call call) {
        return finding.backfill(backfills, call.path("backfill"));
    }

    private Object list(Call call) {
        int limit = Page.limit(call);
        return Page.answer(
                "backfills",
                limit,
                backfills.before(Page.position(call, parts -> parts.get(0)), limit + 1),
                BackfillJson::value,
                backfill -> List.of(backfill.id()));
    }

    private Object create(Call call) {
        Request asked = asked(call);
        Choice.Only only = call.text("only")
                .map(word -> Choice.Only.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(Choice.Only.NEEDED);
        BackfillCut cut = new BackfillCut(
                call.number("batch", BackfillCut.DEFAULT_BATCH),
                call.number("concurrency", 1),
                call.text("order")
                        .map(word -> BackfillCut.Order.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(BackfillCut.Order.FORWARD));
        BackfillOrders.Order order = orders.plan(asked, only, cut);
        Optional<String> id = call.flag("dry_run") ? Optional.empty() : orders.queue(order, call.who());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("backfill", id.orElse(null));
        answer.put("plan", BackfillJson.dryRun(order.plan()));
        return answer;
    }

    private Request asked(Call call) {
        List<String> selection = call.texts("selection");
        List<String> partitions = call.texts("partitions");
        Optional<String> start = call.text("start");
        Optional<String> end = call.text("end");
        if (selection.isEmpty()) {
            throw HttpFailure.badRequest(
                    "Invalid value of 'selection': a backfill needs at least one term.", "selection", "Name an asset.");
        }
        if (!partitions.isEmpty() && (start.isPresent() || end.isPresent())) {
            throw HttpFailure.badRequest(
                    "Invalid keys: 'partitions' stands instead of 'start' and 'end'.",
                    "partitions",
                    "Leave one of them out.");
        }
        if (!partitions.isEmpty()) {
            return requests.ofPartitions(selection, partitions);
        }
        if (start.isEmpty() || end.isEmpty()) {
            String missing = start.isEmpty() ? "start" : "end";
            throw HttpFailure.badRequest(
                    "Missing key '" + missing + "': a backfill needs a range, or 'partitions'.",
                    missing,
                    "Give 'start' and 'end'.");
        }
        return requests.ofRange(selection, start.get(), end.get());
    }

    /** Something that is done to a backfill; false if it changes nothing. */
    private interface Change {
        boolean apply(String id, String by, String why);
    }

    private Object change(Call call, String verb, Change change) {
        String id = backfill(call).id();
        if (!change.apply(id, call.who(), call.text("why").orElse(""))) {
            throw HttpFailure.conflict(
                    "Cannot " + verb + " backfill '" + id + "': it is "
                            + backfill(call).state() + ".",
                    "Nothing was changed.");
        }
        return Map.of("backfill", BackfillJson.value(backfill(call)));
    }
}
