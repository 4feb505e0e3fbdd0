package dev.daybreak.server.pages.backfills;

import dev.daybreak.orchestration.backfill.Backfills;
import dev.daybreak.server.api.Finding;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.Area;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.web.Route;
import java.util.ArrayList;
import java.util.List;

/** Backfills: how far they are, and pausing, resuming and cancelling them. */
public final class BackfillArea implements Area {
    private static final String SECTION = "backfills";

    private final ServedProject served;

    public BackfillArea(ServedProject served) {
        this.served = served;
    }

    @Override
    public List<Route> routes(Pages pages) {
        Backfills backfills = new Backfills(
                served.store(), served.queue(), served.project().settings().zone());
        Finding finding = new Finding(served, "");
        BackfillPages looks = new BackfillPages(served, backfills, finding);
        BackfillActions actions = new BackfillActions(backfills, finding);
        List<Route> routes = new ArrayList<>();
        routes.addAll(pages.live("/backfills", SECTION, "backfills/backfills", looks::list));
        routes.addAll(pages.live("/backfills/{backfill}", SECTION, "backfills/backfill", looks::backfill));
        for (BackfillActions.Verb verb : BackfillActions.Verb.values()) {
            routes.addAll(pages.action(
                    "/backfills/{backfill}/" + verb.word(),
                    SECTION,
                    (ctx, shell) -> actions.ask(verb, ctx, shell),
                    ctx -> actions.apply(verb, ctx)));
        }
        return routes;
    }
}
