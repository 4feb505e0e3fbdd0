package dev.daybreak.server.signin;

import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import dev.daybreak.project.access.Admission;
import dev.daybreak.project.access.OidcProvider;
import dev.daybreak.project.access.Role;
import dev.daybreak.server.signin.OidcClient.Question;
import dev.daybreak.server.web.Caller;
import dev.daybreak.server.web.HttpFailure;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Signing in with a provider of OpenID Connect. Who begins it gets a cookie that must come back with the provider's answer, so nobody can be
 * led to sign in as somebody else; each answer is taken once, and within ten minutes. Thread-safe.
 */
public final class OidcSignIn {
    /** Where the provider sends people back to. */
    public static final String PATH = "/sign-in/oidc";

    /** Not strict, as the one of those who have signed in is: it must come with a link of the provider. */
    private static final String COOKIE = "daybreak_oidc";

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** Of more that have begun, the oldest are forgotten. */
    private static final int MOST = 10_000;

    private static final int MOST_NAME = 200;

    private final OidcProvider provider;
    private final Optional<URI> address;
    private final OidcClient client;
    private final LongSupplier nanos;
    // Guarded by itself.
    private final Map<String, Begun> begun = new LinkedHashMap<>();

    private OidcSignIn(OidcProvider provider, Optional<URI> address, LongSupplier nanos) {
        this.provider = provider;
        this.address = address;
        this.client = new OidcClient(provider);
        this.nanos = nanos;
    }

    /** As a project says, if it names a provider. */
    public static Optional<OidcSignIn> of(Admission admission) {
        return admission.provider().map(found -> new OidcSignIn(found, admission.address(), System::nanoTime));
    }

    /**
     * Somebody who was sent to the provider.
     *
     * @param to where he wants to go then
     */
    private record Begun(Question question, String browser, String to, long at) {}

    /** Who came back, and where he wants to go. */
    public record SignedIn(Caller caller, String to) {}

    /** What people know the provider by. */
    public String name() {
        return provider.issuer().getHost();
    }

    /**
     * Sends a browser to the provider.
     *
     * @param to where to go after that
     */
    public void begin(Context ctx, String to) {
        Question question = Question.returningTo(own(ctx, PATH));
        URI target = client.address(question);
        // A state is as long and as random as what would be made for the cookie.
        String browser = new com.nimbusds.oauth2.sdk.id.State().getValue();
        long now = nanos.getAsLong();
        synchronized (begun) {
            begun.values().removeIf(one -> now - one.at() > PATIENCE.toNanos());
            if (begun.size() >= MOST) {
                begun.remove(begun.keySet().iterator().next());
            }
            begun.put(question.state().getValue(), new Begun(question, browser, to, now));
        }
        ctx.cookie(cookie(ctx, browser, (int) PATIENCE.toSeconds()));
        ctx.redirect(target.toString(), io.javalin.http.HttpStatus.SEE_OTHER);
    }

    /** Whether a request is the provider's answer. */
    public static boolean isAnswer(Context ctx) {
        return ctx.queryParam("state") != null;
    }

    /**
     * Who comes back with the provider's answer.
     *
     * @throws HttpFailure 403 if it is not the answer to what this browser has asked, or if he has no role
     */
    public SignedIn finish(Context ctx) {
        Begun answered = take(ctx);
        String error = ctx.queryParam("error");
        String code = ctx.queryParam("code");
        if (error != null || code == null || code.isBlank()) {
            throw refused("the provider says '" + cut(error == null ? "no code" : error) + "'.", "Sign in once more.");
        }
        IDTokenClaimsSet claims = client.claims(code, answered.question());
        String name = name(claims);
        Role role = provider.role(groups(claims))
                .orElseThrow(
                        () -> refused(
                                "'" + name + "' is in no group that has a role here.",
                                "Ask whoever runs this server: 'roles' under 'oidc' in daybreak.yaml says which groups have one."));
        return new SignedIn(new Caller(name, role), answered.to());
    }

    private Begun take(Context ctx) {
        String browser = ctx.cookie(COOKIE);
        ctx.cookie(cookie(ctx, "", 0));
        Begun found;
        synchronized (begun) {
            found = begun.remove(String.valueOf(ctx.queryParam("state")));
        }
        boolean isOwn = found != null
                && browser != null
                && nanos.getAsLong() - found.at() <= PATIENCE.toNanos()
                && MessageDigest.isEqual(bytes(found.browser()), bytes(browser));
        if (!isOwn) {
            throw refused("it was not begun in this browser, or too long ago.", "Begin once more at /sign-in.");
        }
        return found;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** For the audit log: the name that people know, else what the provider never gives to two. */
    private static String name(IDTokenClaimsSet claims) {
        for (String claim : List.of("preferred_username", "email")) {
            if (claims.getClaim(claim) instanceof String name && !name.isBlank()) {
                return cut(name);
            }
        }
        return cut(claims.getSubject().getValue());
    }

    private Collection<String> groups(IDTokenClaimsSet claims) {
        Object value = claims.getClaim(provider.rolesClaim());
        if (value == null) {
            String[] path = provider.rolesClaim().split("\\.");
            value = claims.getClaim(path[0]);
            for (int i = 1; i < path.length; i++) {
                value = value instanceof Map<?, ?> object ? object.get(path[i]) : null;
            }
        }
        List<String> groups = new ArrayList<>();
        if (value instanceof String one) {
            groups.add(one);
        } else if (value instanceof Collection<?> many) {
            many.forEach(one -> groups.add(String.valueOf(one)));
        }
        return groups;
    }

    /** Where somebody who has left may leave the provider, too; empty if that cannot be said. */
    public Optional<String> signOut(Context ctx) {
        try {
            return client.signOut(own(ctx, "/sign-in")).map(URI::toString);
        } catch (HttpFailure away) {
            return Optional.empty();
        }
    }

    /** An address of this server, as the browser reaches it. */
    private URI own(Context ctx, String path) {
        return address.map(known -> URI.create(known + path)).orElseGet(() -> {
            try {
                return URI.create("http://" + ctx.header("Host") + path);
            } catch (IllegalArgumentException e) {
                throw HttpFailure.badRequest("Invalid host '" + ctx.header("Host") + "'.", "Host", "");
            }
        });
    }

    private Cookie cookie(Context ctx, String value, int seconds) {
        Cookie cookie = new Cookie(COOKIE, value, PATH, seconds);
        cookie.setHttpOnly(true);
        cookie.setSameSite(SameSite.LAX);
        cookie.setSecure(own(ctx, PATH).getScheme().equals("https"));
        return cookie;
    }

    private static String cut(String text) {
        return text.length() <= MOST_NAME ? text : text.substring(0, MOST_NAME);
    }

    private HttpFailure refused(String why, String mend) {
        return new HttpFailure(403, "SIGN_IN_REFUSED", "Cannot sign in with " + name() + ": " + why, "", mend);
    }
}
