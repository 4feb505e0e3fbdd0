package dev.daybreak.server.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * A small provider of OpenID Connect at which somebody is signed in already, and that can be made to tell what is not so. It takes the client {@code
 * daybreak} with the secret {@code hush hush}, by the authorization code flow with PKCE.
 */
public final class SmallProvider implements AutoCloseable {
    public static final String CLIENT = "daybreak";
    public static final String SECRET = "hush hush";

    /** The provider's own, and another of the same name. To make a key takes seconds, so all providers of a process have the same. */
    private static final RSAKey KEY = newKey();

    public static final RSAKey FOREIGN_KEY = newKey();

    private final HttpServer server;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    /** What is said of who is signed in. */
    public volatile Map<String, Object> claims = Map.of("preferred_username", "olga", "groups", List.of("analysts"));
    /** What becomes of the token's claims before it is signed. */
    public volatile UnaryOperator<JWTClaimsSet> telling = UnaryOperator.identity();
    /** What signs instead of the provider's own key, with the algorithm that goes with it. */
    public volatile JWSSigner foreign;

    public SmallProvider() throws IOException {
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.well-known/openid-configuration", exchange -> send(exchange, 200, settings()));
        server.createContext("/keys", exchange -> send(exchange, 200, new JWKSet(KEY.toPublicJWK()).toString()));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.start();
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID("one").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public URI issuer() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private String settings() {
        String issuer = issuer().toString();
        return """
               {"issuer": "%s", "authorization_endpoint": "%s/authorize", "token_endpoint": "%s/token",
                "jwks_uri": "%s/keys", "end_session_endpoint": "%s/leave", "response_types_supported": ["code"],
                "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256", "HS256"]}
               """
                .formatted(issuer, issuer, issuer, issuer, issuer);
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = parameters(exchange.getRequestURI().getRawQuery());
        boolean isRight = CLIENT.equals(asked.get("client_id"))
                && "code".equals(asked.get("response_type"))
                && "S256".equals(asked.get("code_challenge_method"))
                && asked.get("redirect_uri").endsWith(OidcSignIn.PATH);
        if (!isRight) {
            send(exchange, 400, "{}");
            return;
        }
        String code = UUID.randomUUID().toString();
        codes.put(code, asked);
        exchange.getResponseHeaders()
                .add(
                        "Location",
                        asked.get("redirect_uri") + "?code=" + code + "&state="
                                + URLEncoder.encode(asked.get("state"), StandardCharsets.UTF_8));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> shown =
                parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Map<String, String> asked = codes.remove(String.valueOf(shown.get("code")));
        String client = Base64.getEncoder()
                .encodeToString((CLIENT + ":" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8));
        boolean isRight = asked != null
                && ("Basic " + client).equals(exchange.getRequestHeaders().getFirst("Authorization"))
                && asked.get("redirect_uri").equals(shown.get("redirect_uri"))
                && CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(shown.get("code_verifier")))
                        .getValue()
                        .equals(asked.get("code_challenge"));
        if (isRight) {
            send(
                    exchange,
                    200,
                    "{\"access_token\": \"unused\", \"token_type\": \"Bearer\", \"id_token\": \""
                            + signed(asked.get("nonce")) + "\"}");
        } else {
            send(exchange, 400, "{\"error\": \"invalid_grant\"}");
        }
    }

    private String signed(String nonce) {
        JWTClaimsSet.Builder set = new JWTClaimsSet.Builder()
                .issuer(issuer().toString())
                .audience(CLIENT)
                .subject("248289761001")
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .claim("nonce", nonce);
        claims.forEach(set::claim);
        try {
            JWSSigner signer = foreign == null ? new RSASSASigner(KEY) : foreign;
            JWSAlgorithm algorithm = signer instanceof MACSigner ? JWSAlgorithm.HS256 : JWSAlgorithm.RS256;
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(algorithm).keyID(KEY.getKeyID()).build(), telling.apply(set.build()));
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> parameters(String encoded) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : encoded.split("&")) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
