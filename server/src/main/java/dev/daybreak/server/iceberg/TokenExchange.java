package dev.daybreak.server.iceberg;

import dev.daybreak.server.web.KnownTokens;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.rest.responses.OAuthTokenResponse;

/**
 * Hands out bearer tokens by OAuth2's client credentials (RFC 6749, section 4.4), for clients that want to ask for one: the client's secret is
 * one of the project's tokens, and the bearer token that it gets is the same. They end with the project's settings and not by time, so nothing
 * is refreshed.
 */
final class TokenExchange {
    private static final String GRANT = "client_credentials";
    private static final String BASIC = "basic ";
    /** Where no tokens are known, nobody looks at the one that is shown. */
    private static final String OF_THIS_MACHINE = "this-machine";

    private final KnownTokens tokens;

    TokenExchange(KnownTokens tokens) {
        this.tokens = tokens;
    }

    void answer(Context ctx) {
        ctx.header("Cache-Control", "no-store");
        String grant = ctx.formParam("grant_type");
        if (!GRANT.equals(grant)) {
            fail(
                    ctx,
                    400,
                    grant == null ? "invalid_request" : "unsupported_grant_type",
                    "Invalid grant_type: expected '" + GRANT + "'. Tokens do not end by time: none needs a refresh");
            return;
        }
        Optional<String> secret = secret(ctx);
        if (tokens.isEmpty()) {
            succeed(ctx, OF_THIS_MACHINE);
        } else if (secret.flatMap(tokens::find).isPresent()) {
            succeed(ctx, secret.get());
        } else {
            ctx.header("WWW-Authenticate", "Basic realm=\"daybreak\"");
            fail(
                    ctx,
                    401,
                    "invalid_client",
                    "Invalid client_secret: it must be one of 'tokens' in the project's daybreak.yaml");
        }
    }

    private static Optional<String> secret(Context ctx) {
        String header = ctx.header("Authorization");
        if (header != null && header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return basicSecret(header.substring(BASIC.length()).strip());
        }
        return Optional.ofNullable(ctx.formParam("client_secret"));
    }

    private static Optional<String> basicSecret(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return Optional.of(pair.substring(pair.indexOf(':') + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void succeed(Context ctx, String token) {
        IcebergRoutes.send(
                ctx,
                Answer.of(OAuthTokenResponse.builder()
                        .withToken(token)
                        .withTokenType("bearer")
                        .withIssuedTokenType("urn:ietf:params:oauth:token-type:access_token")
                        .build()));
    }

    private static void fail(Context ctx, int status, String error, String description) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("error", error);
        body.put("error_description", description);
        IcebergRoutes.send(ctx, new Answer(status, IcebergJson.write(body), Map.of()));
    }
}
