package dev.daybreak.server.pages.models;

import dev.daybreak.models.registry.Registry;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.Area;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.web.Route;
import java.util.ArrayList;
import java.util.List;

/** Models, their versions, and which of them is in production. */
public final class ModelArea implements Area {
    private static final String SECTION = "models";

    private final ServedProject served;

    public ModelArea(ServedProject served) {
        this.served = served;
    }

    @Override
    public List<Route> routes(Pages pages) {
        Registry registry = new Registry(served.store());
        ModelNames names = new ModelNames(served, registry);
        Descriptions descriptions = new Descriptions(served.project().settings().state());
        ModelPages models = new ModelPages(names, registry, descriptions, pages);
        VersionPage version = new VersionPage(names, registry, descriptions, pages);
        ModelActions actions = new ModelActions(names, registry);
        List<Route> routes = new ArrayList<>();
        routes.addAll(pages.live("/models", SECTION, "models/models", (ctx, shell) -> models.list(shell)));
        routes.addAll(pages.live("/models/{model}", SECTION, "models/model", models::model));
        routes.addAll(pages.action("/models/{model}/rollback", SECTION, actions::askRollback, actions::rollback));
        routes.addAll(pages.live("/models/{model}/{version}", SECTION, "models/version", version::version));
        routes.addAll(
                pages.action("/models/{model}/{version}/promote", SECTION, actions::askPromote, actions::promote));
        return routes;
    }
}
