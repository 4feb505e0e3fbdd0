package dev.daybreak.server.pages.models;

import dev.daybreak.models.evaluation.Metric;
import dev.daybreak.models.registry.ModelVersion;
import dev.daybreak.models.registry.Registry;
import dev.daybreak.server.pages.ConfirmView;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.web.HttpFailure;
import dev.daybreak.server.web.WebServer;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says which version is in production. Thread-safe. */
final class ModelActions {
    private static final String WHY = "Why, for the log";

    private final ModelNames names;
    private final Registry registry;

    ModelActions(ModelNames names, Registry registry) {
        this.names = names;
        this.registry = registry;
    }

    ConfirmView askPromote(Context ctx, Shell shell) {
        ModelVersion version = names.versionOf(ctx);
        Optional<ModelVersion> live = registry.production(version.name());
        boolean isLive =
                live.filter(found -> found.version() == version.version()).isPresent();
        String words = isLive
                ? "It is in production already, so nothing will change."
                : live.map(found -> "Endpoints answer with it within seconds, and no more with version "
                                + found.version() + ".")
                        .orElse("No version is in production yet; endpoints answer with it within seconds.");
        List<String> items = new ArrayList<>();
        items.add(described(version));
        live.filter(found -> !isLive).ifPresent(found -> items.add(described(found)));
        return ConfirmView.of(
                        shell,
                        "Put version " + version.version() + " of " + version.name() + " into production?",
                        words,
                        items,
                        "Promote",
                        address(version.name()) + "/" + version.version())
                .askingFor(WHY);
    }

    private static String described(ModelVersion version) {
        return "Version " + version.version() + ", " + VersionRow.outcome(version) + " by its gate (" + version.reason()
                + "): " + Metric.words(version.metrics());
    }

    void promote(Context ctx) {
        ModelVersion version = names.versionOf(ctx);
        registry.promote(
                version.name(), version.version(), WebServer.caller(ctx).name(), Pages.reason(ctx));
        ctx.redirect(address(version.name()), HttpStatus.SEE_OTHER);
    }

    ConfirmView askRollback(Context ctx, Shell shell) {
        String name = names.of(ctx);
        ModelVersion live = live(ctx, name);
        ModelVersion before = registry.before(name)
                .orElseThrow(() -> HttpFailure.conflict(
                        "Cannot roll back model '" + name + "': no version was in production before version "
                                + live.version() + ".",
                        "Promote one of its versions instead."));
        return ConfirmView.of(
                        shell,
                        "Put version " + before.version() + " of " + name + " back into production?",
                        "It was there before version " + live.version() + ". Endpoints answer with it within seconds.",
                        List.of(described(before), described(live)),
                        "Roll back",
                        address(name))
                .askingFor(WHY);
    }

    void rollback(Context ctx) {
        String name = names.of(ctx);
        live(ctx, name);
        registry.rollback(name, WebServer.caller(ctx).name(), Pages.reason(ctx));
        ctx.redirect(address(name), HttpStatus.SEE_OTHER);
    }

    /** The version in production, which must be the one that whoever asks believes to be there. */
    private ModelVersion live(Context ctx, String name) {
        String from = Pages.text(ctx, "from");
        return registry.production(name)
                .filter(found -> from.isEmpty() || from.equals(Integer.toString(found.version())))
                .orElseThrow(() -> HttpFailure.conflict(
                        "Cannot roll back model '" + name
                                + "': another version came into production meanwhile, or none is.",
                        "Look at the model again."));
    }

    private static String address(String name) {
        return "/models/" + Pages.encoded(name);
    }
}
