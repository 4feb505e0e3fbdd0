package dev.daybreak.server.web;

import dev.daybreak.project.access.Admission;
import dev.daybreak.project.access.Role;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may ask for what. Where the project says who is let in, whoever shows a token, as {@code Authorization: Bearer TOKEN}, or has signed in with a
 * browser, from whose cookie only pages of this server may change something. Else this machine only, which may do
 * all; pages of other sites in a browser of this machine may not, though: a request must name the host as this machine (else a name that
 * was made to point here, "DNS rebinding", would be as good), and one that a page sends must come from a page of this server.
 * Thread-safe.
 */
final class Access {
    private static final String SCHEME = "bearer ";
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|::1");
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

    /** Strict: it is not sent along with what another site asks for. */
    private static final String COOKIE = "daybreak_session";

    private final Admission admission;
    private final KnownTokens tokens;
    private final SignIns signIns = new SignIns(System::nanoTime);
    private final String account;

    /** @param account whose changes are noted as if no token is needed */
    Access(Admission admission, String account) {
        this.admission = admission;
        this.tokens = new KnownTokens(admission.tokens());
        this.account = account;
    }

    /**
     * Refuses to listen where others could reach what needs no token.
     *
     * @throws DaybreakException WRONG_USE
     */
    static void requireSafe(String host, Admission admission) {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Invalid --host '" + host + "': no such address.",
                    "Leave --host out for this machine only.",
                    e);
        }
        if (admission.isThisMachineOnly() && !Arrays.stream(addresses).allMatch(InetAddress::isLoopbackAddress)) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot listen on " + host
                            + " without tokens: whoever reaches it could start, stop and change runs.",
                    "Add to daybreak.yaml: tokens: [{name: ana, role: admin, token: \"${env:ANA_TOKEN}\"}] (or 'users' or"
                            + " 'oidc'); or leave --host out, for this machine only.");
        }
    }

    /** @throws HttpFailure 401 or 403 */
    Optional<Caller> check(Context ctx, Route.Guard guard) {
        if (!(guard instanceof Route.Guard.Needs needs)) {
            return Optional.empty();
        }
        if (admission.isThisMachineOnly()) {
            if (!needs.isForPrograms()) {
                requireThisMachine(ctx);
            }
            return Optional.of(new Caller(account, Role.ADMIN));
        }
        Caller caller = caller(ctx);
        if (!caller.role().includes(needs.role())) {
            throw new HttpFailure(
                    403,
                    "FORBIDDEN",
                    "Cannot do this as '" + caller.name() + "': it needs the role " + needs.role() + ", and '"
                            + caller.name() + "' has " + caller.role() + ".",
                    "",
                    "Ask somebody who has the role, or for it: roles are given in daybreak.yaml.");
        }
        return Optional.of(caller);
    }

    private Caller caller(Context ctx) {
        String header = ctx.header("Authorization");
        if (header == null) {
            Caller signedIn = Optional.ofNullable(ctx.cookie(COOKIE))
                    .flatMap(signIns::find)
                    .orElseThrow(() -> unauthorized("Missing token"));
            requireOwnPage(ctx);
            return signedIn;
        }
        if (!header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw unauthorized("Invalid Authorization: expected 'Bearer TOKEN'");
        }
        return tokens.find(header.substring(SCHEME.length()).strip())
                .orElseThrow(() -> unauthorized("Invalid token: nobody has it"));
    }

    private static HttpFailure unauthorized(String message) {
        return new HttpFailure(
                        401,
                        "UNAUTHORIZED",
                        message + ".",
                        "Authorization",
                        "Send 'Authorization: Bearer TOKEN' with one of 'tokens' in daybreak.yaml.")
                .with("WWW-Authenticate", "Bearer realm=\"daybreak\"");
    }

    /** From now on the browser that sends a request is somebody; whoever it was before, it is no more. */
    void signIn(Context ctx, Caller caller) {
        Optional.ofNullable(ctx.cookie(COOKIE)).ifPresent(signIns::end);
        ctx.cookie(cookie(ctx, signIns.begin(caller), -1));
    }

    /** Where a request comes from: what the proxy says that stands before this server, if there is one. */
    String client(Context ctx) {
        String forwarded = admission.address().isPresent() ? ctx.header("X-Forwarded-For") : null;
        return forwarded == null
                ? ctx.ip()
                : forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    }

    boolean isSignedIn(Context ctx) {
        return Optional.ofNullable(ctx.cookie(COOKIE)).flatMap(signIns::find).isPresent();
    }

    void signOut(Context ctx) {
        Optional.ofNullable(ctx.cookie(COOKIE)).ifPresent(signIns::end);
        ctx.cookie(cookie(ctx, "", 0));
    }

    /** @param seconds until the browser forgets it: negative, when it ends */
    private Cookie cookie(Context ctx, String value, int seconds) {
        Cookie cookie = new Cookie(COOKIE, value, "/", seconds);
        cookie.setHttpOnly(true);
        cookie.setSameSite(SameSite.STRICT);
        boolean isSecret = admission
                .address()
                .map(address -> address.getScheme().equals("https"))
                .orElse("https".equals(ctx.header("X-Forwarded-Proto")));
        cookie.setSecure(isSecret);
        return cookie;
    }

    private static void requireThisMachine(Context ctx) {
        String host = ctx.header("Host");
        if (host != null && !LOOPBACK.matcher(withoutPort(host)).matches()) {
            throw new HttpFailure(
                    403,
                    "FOREIGN_HOST",
                    "Cannot answer for host '" + host + "': without tokens, only this machine is answered.",
                    "Host",
                    "Use localhost or 127.0.0.1, or add 'tokens' to daybreak.yaml.");
        }
        requireOwnPage(ctx);
    }

    /** What changes something, and comes from a page, must come from one of this server. */
    static void requireOwnPage(Context ctx) {
        if (HARMLESS.contains(ctx.req().getMethod())) {
            return;
        }
        String host = ctx.header("Host");
        String origin = ctx.header("Origin");
        boolean isForeign = origin != null ? !authority(origin).equals(host) : isCrossSite(ctx);
        if (isForeign) {
            throw new HttpFailure(
                    403,
                    "FOREIGN_ORIGIN",
                    "Cannot change anything for a page of another site: '" + (origin == null ? "" : origin) + "'.",
                    "Origin",
                    "Send it from this server's own pages, or from a program.");
        }
    }

    private static boolean isCrossSite(Context ctx) {
        String site = ctx.header("Sec-Fetch-Site");
        return site != null && !site.equals("same-origin") && !site.equals("none");
    }

    private static String withoutPort(String host) {
        return host.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "");
    }

    private static String authority(String origin) {
        try {
            return String.valueOf(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
