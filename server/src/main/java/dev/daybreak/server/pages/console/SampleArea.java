package dev.daybreak.server.pages.console;

import dev.daybreak.project.Graph;
import dev.daybreak.project.access.Role;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.server.api.Finding;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.Area;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.result.Cells;
import dev.daybreak.server.query.Queries;
import dev.daybreak.server.query.QueryLimits;
import dev.daybreak.server.query.Result;
import dev.daybreak.server.web.Failures;
import dev.daybreak.server.web.HttpFailure;
import dev.daybreak.server.web.Route;
import dev.daybreak.server.web.WebServer;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Some rows of an asset. Thread-safe. */
public final class SampleArea implements Area {
    private static final int MOST = 20;

    private final Queries queries;
    private final QueryLimits limits;
    private final Finding finding;

    public SampleArea(ServedProject served, Queries queries, QueryLimits limits) {
        this.queries = queries;
        this.limits = limits;
        this.finding = new Finding(served, "");
    }

    @Override
    public List<Route> routes(Pages pages) {
        return List.of(pages.part(
                HandlerType.GET,
                "/assets/{asset}/sample",
                "assets",
                "console/sample",
                "console/rows",
                Role.VIEWER,
                this::sample));
    }

    private SampleView sample(Context ctx, Shell shell) {
        Graph.Node node = finding.asset(ctx.pathParam("asset"));
        AssetKey key = node.key();
        boolean isUnmasked = WebServer.caller(ctx).role().includes(Role.ADMIN);
        try {
            Result result = limits.inTurn(() -> queries.sample(key, isUnmasked, MOST));
            String read = result.read().entrySet().stream()
                    .map(table -> table.getKey() + "@" + table.getValue())
                    .collect(Collectors.joining(", "));
            return new SampleView(shell, key.toString(), Optional.of(Cells.of(result)), read, "", "");
        } catch (RuntimeException e) {
            HttpFailure failure = Failures.of(ctx, e);
            ctx.status(Pages.isForPart(ctx) ? 200 : failure.status());
            return new SampleView(
                    shell, key.toString(), Optional.empty(), "", String.valueOf(failure.getMessage()), failure.mend());
        }
    }
}
