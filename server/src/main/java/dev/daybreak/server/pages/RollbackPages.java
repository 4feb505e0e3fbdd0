package dev.daybreak.server.pages;

import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.server.api.Finding;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.api.ServedTables.Foretold;
import dev.daybreak.server.web.HttpFailure;
import dev.daybreak.server.web.Route;
import dev.daybreak.server.web.WebServer;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Puts a table back to an earlier snapshot, or forward again, after saying what comes of it. Thread-safe. */
final class RollbackPages {
    private static final int MOST_REASON = 500;

    private final ServedProject served;
    private final Pages pages;
    private final Finding finding;

    RollbackPages(ServedProject served, Pages pages) {
        this.served = served;
        this.pages = pages;
        this.finding = new Finding(served, "");
    }

    List<Route> routes() {
        return pages.action("/assets/{asset}/rollback", "assets", this::ask, this::putBack);
    }

    private ConfirmView ask(Context ctx, Shell shell) {
        Graph.Node node = finding.asset(ctx.pathParam("asset"));
        long snapshot = snapshot(ctx);
        Foretold foretold = served.tables().foretell(node, snapshot);
        List<String> items = new ArrayList<>();
        if (!foretold.changed().isEmpty()) {
            items.add("Other rows, or none, in " + node.key() + " for " + words(foretold.changed()));
        }
        Map<AssetKey, List<DataInterval>> stale = new TreeMap<>(foretold.stale().stream()
                .collect(Collectors.groupingBy(
                        PlannedPartition::asset, Collectors.mapping(PlannedPartition::interval, Collectors.toList()))));
        stale.forEach(
                (asset, partitions) -> items.add("Then stale or missing: " + asset + " for " + words(partitions)));
        String words = "Nothing is computed: readers see the table at once as it was then. "
                + "What was published later does not count until the table is put forward again. "
                + (items.isEmpty()
                        ? "No partition that is recorded changes."
                        : "A schedule or a run brings up to date what becomes stale, by its text as it is:");
        return ConfirmView.of(
                        shell,
                        "Put " + node.key() + " to snapshot " + snapshot + "?",
                        words,
                        items,
                        "Put it there",
                        address(node))
                .askingFor("Why");
    }

    private String words(List<DataInterval> partitions) {
        return partitions.size() > 3
                ? Moment.count(partitions.size(), "partition") + ", from " + pages.words(partitions.get(0)) + " to "
                        + pages.words(partitions.get(partitions.size() - 1))
                : partitions.stream().map(pages::words).collect(Collectors.joining(", "));
    }

    private void putBack(Context ctx) {
        Graph.Node node = finding.asset(ctx.pathParam("asset"));
        String why = ctx.formParam("reason");
        if (why == null || why.isBlank() || why.length() > MOST_REASON) {
            throw HttpFailure.badRequest(
                    "Invalid reason: it must have 1 to " + MOST_REASON + " characters.",
                    "reason",
                    "Say why, for the others.");
        }
        served.tables().putBack(node, snapshot(ctx), WebServer.caller(ctx).name(), why.strip());
        ctx.redirect(address(node), HttpStatus.SEE_OTHER);
    }

    private static String address(Graph.Node node) {
        return "/assets/" + Pages.encoded(node.key().toString());
    }

    /** Any that is above 0 may be one: they are random. */
    private static long snapshot(Context ctx) {
        String to = Pages.text(ctx, "to");
        try {
            return Long.parseLong(to);
        } catch (NumberFormatException e) {
            throw HttpFailure.badRequest(
                    "Invalid snapshot '" + to + "'.", "to", "The page of the asset lists its snapshots.");
        }
    }
}
