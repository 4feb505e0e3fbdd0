package dev.daybreak.server.pages;

import dev.daybreak.project.access.Admission;
import dev.daybreak.server.signin.FailedSignIns;
import dev.daybreak.server.signin.OidcSignIn;
import dev.daybreak.server.signin.Passwords;
import dev.daybreak.server.web.Caller;
import dev.daybreak.server.web.HttpFailure;
import dev.daybreak.server.web.KnownTokens;
import dev.daybreak.server.web.Route;
import dev.daybreak.server.web.WebServer;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Signing in, for browsers, with a token, with a name and a password, or with a provider; and out. Thread-safe. */
final class SignInPages {
    static final String PATH = "/sign-in";
    private static final String LEFT = "left";

    private final Pages pages;
    private final KnownTokens tokens;
    private final Passwords passwords;
    private final Optional<OidcSignIn> provider;
    private final FailedSignIns failed = new FailedSignIns(System::nanoTime);

    SignInPages(Pages pages, Admission admission) {
        this.pages = pages;
        this.tokens = new KnownTokens(admission.tokens());
        this.passwords = new Passwords(admission.users());
        this.provider = OidcSignIn.of(admission);
    }

    /** The same for every project, since another may take its place while it is served. */
    List<Route> routes() {
        return List.of(
                Route.open(HandlerType.GET, PATH, ctx -> show(ctx, Pages.text(ctx, "to"), "")),
                Route.open(HandlerType.POST, PATH, this::signIn),
                Route.open(HandlerType.POST, "/sign-out", SignInPages::signOut),
                Route.open(HandlerType.GET, OidcSignIn.PATH, this::viaProvider));
    }

    private void signIn(Context ctx) {
        WebServer.requireOwnPage(ctx);
        String to = form(ctx, "to");
        String name = form(ctx, "name").strip();
        String client = WebServer.client(ctx);
        Optional<Duration> wait = failed.begin(name, client);
        if (wait.isPresent()) {
            long seconds = wait.get().toSeconds() + 1;
            ctx.status(HttpStatus.TOO_MANY_REQUESTS).header("Retry-After", Long.toString(seconds));
            show(ctx, to, "Too many tries have failed. Try again in " + Moment.count(seconds, "second") + ".");
            return;
        }
        Optional<Caller> caller =
                name.isEmpty() ? tokens.find(form(ctx, "token").strip()) : passwords.find(name, form(ctx, "password"));
        if (caller.isPresent()) {
            failed.succeeded(name, client);
            WebServer.signIn(ctx, caller.get());
            ctx.redirect(own(to), HttpStatus.SEE_OTHER);
        } else {
            ctx.status(HttpStatus.FORBIDDEN);
            show(ctx, to, name.isEmpty() ? "Nobody has this token." : "Nobody has this name and password.");
        }
    }

    /** Sends people to the provider, and takes those who come back. */
    private void viaProvider(Context ctx) {
        OidcSignIn known = provider.orElseThrow(() -> HttpFailure.notFound(
                "Cannot sign in by a provider: the project has none.", "Declare one as 'oidc' in daybreak.yaml."));
        if (!OidcSignIn.isAnswer(ctx)) {
            known.begin(ctx, own(Pages.text(ctx, "to")));
            return;
        }
        try {
            OidcSignIn.SignedIn signedIn = known.finish(ctx);
            WebServer.signIn(ctx, signedIn.caller());
            pages.goOn(ctx, own(signedIn.to()));
        } catch (HttpFailure refused) {
            ctx.status(refused.status());
            show(ctx, "", refused.getMessage() + " " + refused.mend());
        }
    }

    private static void signOut(Context ctx) {
        WebServer.requireOwnPage(ctx);
        WebServer.signOut(ctx);
        ctx.redirect(PATH + "?" + LEFT + "=yes", HttpStatus.SEE_OTHER);
    }

    private void show(Context ctx, String to, String failure) {
        boolean hasLeft = ctx.queryParam(LEFT) != null;
        pages.answer(
                ctx,
                "signin",
                new SignInView(
                        own(to),
                        failure,
                        hasLeft,
                        !passwords.isEmpty(),
                        !tokens.isEmpty(),
                        provider.map(OidcSignIn::name).orElse(""),
                        provider.filter(known -> hasLeft)
                                .flatMap(known -> known.signOut(ctx))
                                .orElse("")));
    }

    /** Nobody is led to another site, or to what is sent anew. */
    private static String own(String to) {
        return to.matches("/(?![/\\\\])[^\\p{Cntrl}]{0,1000}") && !to.startsWith(PATH) ? to : "/";
    }

    private static String form(Context ctx, String name) {
        String value = ctx.formParam(name);
        return value == null ? "" : value;
    }
}
