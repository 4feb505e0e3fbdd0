package dev.daybreak.server.pages;

import dev.daybreak.orchestration.backfill.BackfillCut;
import dev.daybreak.orchestration.backfill.BackfillPlan;
import dev.daybreak.orchestration.history.Publications;
import dev.daybreak.orchestration.request.Requests;
import dev.daybreak.orchestration.run.Choice;
import dev.daybreak.project.access.Role;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.server.api.BackfillOrders;
import dev.daybreak.server.api.Finding;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.BackfillView.Preview;
import dev.daybreak.server.pages.BackfillView.Row;
import dev.daybreak.server.web.HttpFailure;
import dev.daybreak.server.web.Route;
import dev.daybreak.server.web.WebServer;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Backfills of a range of an asset: what one would do, and its beginning. Thread-safe. */
final class BackfillPages {
    private static final String PATH = "/assets/{asset}/backfill";
    private static final int MOST_ROWS = 100;
    /** The time of so many publications tells how long the next will take. */
    private static final int PAST_BATCHES = 50;

    private static final List<BackfillView.Choice> CHOICES = List.of(
            new BackfillView.Choice("needed", "what is missing or stale"),
            new BackfillView.Choice("missing", "what was never published"),
            new BackfillView.Choice("failed", "what failed last"),
            new BackfillView.Choice("all", "all of it, even if up to date"));

    private final Pages pages;
    private final Finding finding;
    private final Requests requests;
    private final BackfillOrders orders;
    private final Publications publications;

    BackfillPages(ServedProject served, Pages pages) {
        this.pages = pages;
        this.finding = new Finding(served, "");
        this.requests = served.requests();
        this.orders = new BackfillOrders(served);
        this.publications = new Publications(served.store());
    }

    List<Route> routes() {
        return List.of(
                pages.page(PATH, "assets", "asset/backfill", Role.OPERATOR, this::view),
                Route.of(HandlerType.POST, PATH, Role.OPERATOR, this::begin));
    }

    private BackfillView view(Context ctx, Shell shell) {
        AssetKey asset = finding.asset(ctx.pathParam("asset")).key();
        String start = Pages.text(ctx, "start");
        String end = Pages.text(ctx, "end");
        boolean isAsked = !start.isEmpty() && !end.isEmpty();
        return new BackfillView(
                shell,
                asset.toString(),
                start,
                end,
                only(ctx).toString(),
                CHOICES,
                isTicked(ctx, "inputs"),
                isTicked(ctx, "readers"),
                isAsked ? Optional.of(preview(order(ctx, asset))) : Optional.empty());
    }

    private static boolean isTicked(Context ctx, String parameter) {
        return Pages.text(ctx, parameter).equals("yes");
    }

    private static Choice.Only only(Context ctx) {
        String word = Pages.text(ctx, "only");
        return Arrays.stream(Choice.Only.values())
                .filter(one -> one.toString().equals(word))
                .findFirst()
                .orElse(Choice.Only.NEEDED);
    }

    private BackfillOrders.Order order(Context ctx, AssetKey asset) {
        String term = (isTicked(ctx, "inputs") ? "+" : "") + asset + (isTicked(ctx, "readers") ? "+" : "");
        return orders.plan(
                requests.ofRange(List.of(term), Pages.text(ctx, "start"), Pages.text(ctx, "end")),
                only(ctx),
                new BackfillCut(BackfillCut.DEFAULT_BATCH, 1, BackfillCut.Order.FORWARD));
    }

    private Preview preview(BackfillOrders.Order order) {
        BackfillPlan plan = order.plan();
        if (order.isNothing()) {
            return new Preview("Nothing is to be done: " + order.request().words() + ".", true, List.of(), 0);
        }
        List<Row> rows = new ArrayList<>();
        plan.counts().forEach((asset, reasons) -> reasons.entrySet().stream()
                .sorted(Map.Entry.<BackfillPlan.Reason, Integer>comparingByValue()
                        .reversed())
                .forEach(entry -> rows.add(new Row(
                        asset.toString(),
                        entry.getValue(),
                        entry.getKey().state().toString(),
                        entry.getKey().words()))));
        String words = Moment.count(plan.partitions().size(), "partition") + " in "
                + Moment.count(plan.parts().size(), "run") + ", one after the other" + estimate(plan) + ".";
        List<Row> shown = rows.stream().limit(MOST_ROWS).toList();
        return new Preview(words, false, shown, rows.size() - shown.size());
    }

    /** By what a partition of each asset took of late; empty if one of them was never published. */
    private String estimate(BackfillPlan plan) {
        double seconds = 0;
        for (Map.Entry<AssetKey, Map<BackfillPlan.Reason, Integer>> entry :
                plan.counts().entrySet()) {
            List<Publications.Batch> past = publications.batches(entry.getKey(), PAST_BATCHES);
            if (past.isEmpty()) {
                return "";
            }
            double took =
                    past.stream().mapToDouble(batch -> batch.took().toMillis()).sum();
            int partitions =
                    past.stream().mapToInt(Publications.Batch::partitions).sum();
            int planned = entry.getValue().values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            seconds += planned * took / partitions / 1000;
        }
        return "; about " + Moment.rough(Duration.ofMillis(Math.max(1_000, Math.round(seconds * 1000))))
                + " of work, as far as the past tells";
    }

    private void begin(Context ctx) {
        AssetKey asset = finding.asset(ctx.pathParam("asset")).key();
        if (Pages.text(ctx, "start").isEmpty() || Pages.text(ctx, "end").isEmpty()) {
            throw HttpFailure.badRequest(
                    "Missing range: a backfill needs 'start' and 'end'.", "start", "Give both dates.");
        }
        Optional<String> backfill =
                orders.queue(order(ctx, asset), WebServer.caller(ctx).name());
        // If all was done meanwhile, there is none.
        String to = backfill.map(id -> "/backfills/" + Pages.encoded(id))
                .orElse("/assets/" + Pages.encoded(asset.toString()));
        ctx.redirect(to, HttpStatus.SEE_OTHER);
    }
}
