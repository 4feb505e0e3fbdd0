package dev.daybreak.server.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.daybreak.project.access.OidcProvider;
import dev.daybreak.server.web.HttpFailure;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked of a provider of OpenID Connect: where people sign in (authorization code flow with PKCE, state and nonce), and who came back. Its
 * settings are read when they are needed first, and again after an hour. Thread-safe.
 */
final class OidcClient {
    /** Signatures by keys of its own; never by the client's secret, and never none. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int MOST_KEY_BYTES = 1 << 20;
    private static final long FRESH_NANOS = Duration.ofHours(1).toNanos();
    /** While it does not answer, it is not asked for every one who wants to sign in. */
    private static final long PAUSE_NANOS = Duration.ofSeconds(3).toNanos();

    private final OidcProvider provider;
    // Guarded by this.
    private Known known;
    private long askAgain = System.nanoTime();

    OidcClient(OidcProvider provider) {
        this.provider = provider;
    }

    /** What the provider says of itself, and what checks its tokens. */
    private record Known(OIDCProviderMetadata metadata, IDTokenValidator validator) {}

    /** @throws HttpFailure 503 if it does not answer as it must */
    private synchronized Known known() {
        if (System.nanoTime() - askAgain >= 0) {
            try {
                known = read();
                askAgain = System.nanoTime() + FRESH_NANOS;
            } catch (GeneralException | IOException e) {
                askAgain = System.nanoTime() + PAUSE_NANOS;
                if (known == null) {
                    throw unavailable(e);
                }
            }
        } else if (known == null) {
            throw unavailable(null);
        }
        return known;
    }

    private Known read() throws GeneralException, IOException {
        Issuer issuer = new Issuer(provider.issuer());
        OIDCProviderMetadata metadata = OIDCProviderMetadata.resolve(issuer, TIMEOUT_MILLIS, TIMEOUT_MILLIS);
        DefaultResourceRetriever retriever =
                new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MOST_KEY_BYTES);
        JWSVerificationKeySelector<SecurityContext> keys = new JWSVerificationKeySelector<>(
                algorithms(metadata),
                JWKSourceBuilder.create(metadata.getJWKSetURI().toURL(), retriever)
                        .build());
        return new Known(metadata, new IDTokenValidator(issuer, new ClientID(provider.clientId()), keys, null));
    }

    private static Set<JWSAlgorithm> algorithms(OIDCProviderMetadata metadata) {
        Set<JWSAlgorithm> algorithms = new LinkedHashSet<>(ALGORITHMS);
        if (metadata.getIDTokenJWSAlgs() != null) {
            algorithms.retainAll(metadata.getIDTokenJWSAlgs());
        }
        return algorithms.isEmpty() ? Set.of(JWSAlgorithm.RS256) : algorithms;
    }

    private HttpFailure unavailable(Exception cause) {
        return new HttpFailure(
                        503,
                        "PROVIDER_AWAY",
                        "Cannot sign in with " + provider.issuer() + ": it does not tell its settings"
                                + (cause == null ? "." : ": " + cause.getMessage()),
                        "",
                        "Try again later; see that 'issuer' under 'oidc' in daybreak.yaml is right.")
                .with("Retry-After", "5");
    }

    /** What must come back. */
    record Question(State state, Nonce nonce, CodeVerifier verifier, URI returnTo) {
        static Question returningTo(URI address) {
            return new Question(new State(), new Nonce(), new CodeVerifier(), address);
        }
    }

    /** Where somebody is sent to sign in. */
    URI address(Question question) {
        return new AuthenticationRequest.Builder(
                        new ResponseType(ResponseType.Value.CODE),
                        new Scope(provider.scopes().toArray(String[]::new)),
                        new ClientID(provider.clientId()),
                        question.returnTo())
                .endpointURI(known().metadata().getAuthorizationEndpointURI())
                .state(question.state())
                .nonce(question.nonce())
                .codeChallenge(question.verifier(), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /** Where somebody may sign out of the provider, too, to come back to an address; empty if it has no such place. */
    Optional<URI> signOut(URI back) {
        return Optional.ofNullable(known().metadata().getEndSessionEndpointURI())
                .map(end -> new com.nimbusds.openid.connect.sdk.LogoutRequest(
                                end, null, null, new ClientID(provider.clientId()), back, null, null)
                        .toURI());
    }

    /**
     * What the provider says of the one who came back with a code.
     *
     * @throws HttpFailure 403 if the code or what it stands for is not right
     */
    IDTokenClaimsSet claims(String code, Question question) {
        Known current = known();
        try {
            TokenRequest request = new TokenRequest.Builder(
                            current.metadata().getTokenEndpointURI(),
                            authentication(current.metadata()),
                            new AuthorizationCodeGrant(
                                    new AuthorizationCode(code), question.returnTo(), question.verifier()))
                    .build();
            HTTPRequest http = request.toHTTPRequest();
            http.setConnectTimeout(TIMEOUT_MILLIS);
            http.setReadTimeout(TIMEOUT_MILLIS);
            http.setFollowRedirects(false);
            TokenResponse response = OIDCTokenResponseParser.parse(http.send());
            if (!response.indicatesSuccess()) {
                throw refused("the provider does not take the code: "
                        + response.toErrorResponse().getErrorObject().getCode());
            }
            JWT token = ((OIDCTokenResponse) response.toSuccessResponse())
                    .getOIDCTokens()
                    .getIDToken();
            return current.validator().validate(token, question.nonce());
        } catch (IOException | ParseException | BadJOSEException | JOSEException e) {
            throw refused(e.getMessage());
        }
    }

    /** By the header, unless the provider only takes the secret in the body. */
    private ClientAuthentication authentication(OIDCProviderMetadata metadata) {
        ClientID id = new ClientID(provider.clientId());
        Secret secret = new Secret(provider.clientSecret());
        List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
        boolean takesHeader = methods == null || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        return takesHeader ? new ClientSecretBasic(id, secret) : new ClientSecretPost(id, secret);
    }

    private HttpFailure refused(String why) {
        return new HttpFailure(
                403,
                "SIGN_IN_REFUSED",
                "Cannot sign in with " + provider.issuer() + ": " + why,
                "",
                "Sign in once more; if it stays, see the settings of the client there and under 'oidc' in daybreak.yaml.");
    }
}
