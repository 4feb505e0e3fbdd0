package dev.daybreak.server.pages;

import dev.daybreak.server.web.Route;
import dev.daybreak.server.web.WebServer;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.util.List;

/** Signing in with a token, for browsers, and out. Thread-safe. */
final class SignInPages {
    static final String PATH = "/sign-in";

    private final Pages pages;

    SignInPages(Pages pages) {
        this.pages = pages;
    }

    List<Route> routes() {
        return List.of(
                Route.open(HandlerType.GET, PATH, ctx -> show(ctx, RunPages.text(ctx, "to"), "")),
                Route.open(HandlerType.POST, PATH, this::signIn),
                Route.open(HandlerType.POST, "/sign-out", SignInPages::signOut));
    }

    private void signIn(Context ctx) {
        String to = form(ctx, "to");
        if (WebServer.signIn(ctx, form(ctx, "token").strip()).isPresent()) {
            ctx.redirect(own(to), HttpStatus.SEE_OTHER);
        } else {
            ctx.status(HttpStatus.FORBIDDEN);
            show(ctx, to, "Nobody has this token. The tokens are those of 'tokens' in daybreak.yaml.");
        }
    }

    private static void signOut(Context ctx) {
        WebServer.signOut(ctx);
        ctx.redirect(PATH, HttpStatus.SEE_OTHER);
    }

    private void show(Context ctx, String to, String failure) {
        pages.answer(ctx, "signin", new SignInView(own(to), failure));
    }

    /** Nobody is led to another site, or to what is sent anew. */
    private static String own(String to) {
        return to.matches("/(?![/\\\\]).{0,1000}") && !to.startsWith(PATH) ? to : "/";
    }

    private static String form(Context ctx, String name) {
        String value = ctx.formParam(name);
        return value == null ? "" : value;
    }
}
