package dev.daybreak.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.project.access.Admission;
import dev.daybreak.project.access.OidcProvider;
import dev.daybreak.project.access.Role;
import dev.daybreak.server.api.ApiServer;
import dev.daybreak.server.api.ApiServer.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signing in with a provider of OpenID Connect. */
@Timeout(60)
class OidcSignInTest {
    @TempDir
    Path folder;

    private SmallProvider provider;
    private ApiServer server;

    @BeforeEach
    void start() throws Exception {
        provider = new SmallProvider();
        server = server(provider.issuer(), Optional.empty());
    }

    private ApiServer server(URI issuer, Optional<URI> address) {
        OidcProvider known = new OidcProvider(
                issuer,
                SmallProvider.CLIENT,
                SmallProvider.SECRET,
                List.of("openid", "profile"),
                "groups",
                Map.of("analysts", Role.VIEWER, "engineers", Role.OPERATOR));
        return new ApiServer(
                new TestProject(folder.resolve("p" + System.nanoTime())),
                new Admission(List.of(), List.of(), Optional.of(known), address),
                Instant.parse("2023-01-01T00:00:00Z"),
                Instant.parse("2023-01-06T00:00:00Z"));
    }

    @AfterEach
    void stop() {
        server.close();
        provider.close();
    }

    /** A browser that was sent to the provider: its cookie, and what the provider answers. */
    private record Sent(String cookie, String answer) {}

    private Sent sent(String to) throws Exception {
        Answer begun = server.send(server.request("/sign-in/oidc?to=" + to));
        assertThat(begun.status()).as(begun.text()).isEqualTo(303);
        String cookie = begun.response().headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Lax", "Path=/sign-in/oidc", "Max-Age=600");
        HttpResponse<Void> answered = server.client()
                .send(HttpRequest.newBuilder(URI.create(location(begun))).build(), BodyHandlers.discarding());
        assertThat(answered.statusCode()).isEqualTo(302);
        URI back = URI.create(answered.headers().firstValue("Location").orElseThrow());
        return new Sent(cookie.substring(0, cookie.indexOf(';')), back.getRawPath() + "?" + back.getRawQuery());
    }

    private static String location(Answer answer) {
        return answer.response().headers().firstValue("Location").orElseThrow();
    }

    private Answer back(String answer, String cookie) {
        HttpRequest.Builder request = server.request(answer).header("Sec-Fetch-Site", "cross-site");
        return server.send(cookie.isEmpty() ? request : request.header("Cookie", cookie));
    }

    private static Optional<String> session(Answer answer) {
        return answer.response().headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("daybreak_session=") && cookie.contains("SameSite=Strict"))
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .findFirst();
    }

    private void isRefused(String why) throws Exception {
        Sent sent = sent("/");
        Answer answer = back(sent.answer(), sent.cookie());
        assertThat(answer.status()).as(answer.text()).isEqualTo(403);
        assertThat(answer.text()).contains("Cannot sign in with", why);
        assertThat(session(answer)).isEmpty();
    }

    @Test
    void whoeverTheProviderKnowsSignsInAndMayDoWhatTheGroupMay() throws Exception {
        assertThat(server.send(server.request("/sign-in?to=/runs")).text())
                .contains("/sign-in/oidc?to=%2Fruns", "Sign in with <bdi>127.0.0.1</bdi>")
                .doesNotContain("type=\"password\"");
        Sent sent = sent("/runs");

        Answer answer = back(sent.answer(), sent.cookie());

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.response().headers().firstValue("Refresh")).contains("0; url=/runs");
        String cookie = session(answer).orElseThrow();
        Answer runs = server.send(server.request("/runs").header("Cookie", cookie));
        assertThat(runs.text()).contains("olga", "Sign out");
        Answer change = server.send(server.request("/assets/raw.clicks/materialize")
                .header("Cookie", cookie)
                .POST(BodyPublishers.noBody()));
        assertThat(change.status()).isEqualTo(403);

        provider.claims = Map.of("email", "otto@example.com", "groups", List.of("analysts", "engineers"));
        Sent other = sent("/");
        Answer operator = back(other.answer(), other.cookie());
        assertThat(server.send(server.request("/assets/raw.clicks/materialize")
                                .header("Cookie", session(operator).orElseThrow()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anAnswerIsTakenOnceAndOnlyFromTheBrowserThatAsked() throws Exception {
        Sent sent = sent("/");
        Sent other = sent("/");
        assertThat(back(sent.answer(), "").status()).isEqualTo(403);
        assertThat(back(other.answer(), sent.cookie()).text()).contains("it was not begun in this browser");
        assertThat(back("/sign-in/oidc?code=x&state=y", sent.cookie()).status()).isEqualTo(403);

        Sent third = sent("/");
        assertThat(session(back(third.answer(), third.cookie()))).isPresent();
        assertThat(session(back(third.answer(), third.cookie()))).isEmpty();
    }

    @Test
    void nobodyIsLedToAnotherSite() throws Exception {
        for (String to : List.of("https://evil.example", "//evil.example", "/%5Cevil.example", "/%0D%0Ax:y")) {
            Sent sent = sent(to);
            assertThat(back(sent.answer(), sent.cookie()).response().headers().firstValue("Refresh"))
                    .contains("0; url=/");
        }
    }

    @Test
    void aTokenThatIsNotTheProvidersOrNotForThisIsRefused() throws Exception {
        List<UnaryOperator<JWTClaimsSet>> lies = List.of(
                set -> new JWTClaimsSet.Builder(set).audience("another").build(),
                set -> new JWTClaimsSet.Builder(set)
                        .issuer("https://evil.example")
                        .build(),
                set -> new JWTClaimsSet.Builder(set).claim("nonce", "another").build(),
                set -> new JWTClaimsSet.Builder(set).claim("nonce", null).build(),
                set -> new JWTClaimsSet.Builder(set)
                        .expirationTime(Date.from(Instant.now().minusSeconds(600)))
                        .build());
        for (UnaryOperator<JWTClaimsSet> lie : lies) {
            provider.telling = lie;
            isRefused("Sign in once more");
        }
        provider.telling = UnaryOperator.identity();
        provider.foreign = new RSASSASigner(SmallProvider.FOREIGN_KEY);
        isRefused("Sign in once more");
        provider.foreign = new MACSigner("0123456789abcdef0123456789abcdef");
        isRefused("Sign in once more");
    }

    @Test
    void whoIsInNoGroupWithARoleIsToldSo() throws Exception {
        provider.claims = Map.of("preferred_username", "<b>gus</b>", "groups", "guests");
        isRefused("&lt;b>gus&lt;/b>".replace(">", "&gt;"));
        provider.claims = Map.of();
        isRefused("is in no group that has a role here");
    }

    @Test
    void whatTheProviderRefusesIsTold() throws Exception {
        Sent sent = sent("/");
        String state = sent.answer().replaceAll(".*(state=[^&]+).*", "$1");
        Answer answer = back("/sign-in/oidc?error=access_denied%3Cscript%3E&" + state, sent.cookie());
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("access_denied&lt;script").doesNotContain("access_denied<");
    }

    @Test
    void whoLeavesMayLeaveTheProviderToo() throws Exception {
        Sent sent = sent("/");
        String cookie = session(back(sent.answer(), sent.cookie())).orElseThrow();

        Answer left =
                server.send(server.request("/sign-out").header("Cookie", cookie).POST(BodyPublishers.noBody()));

        assertThat(server.send(server.request(location(left))).text())
                .contains("You have signed out here", provider.issuer() + "/leave?", "client_id=daybreak");
        assertThat(server.send(server.request("/").header("Cookie", cookie)).status())
                .isEqualTo(303);
    }

    @Test
    void whoComesByALinkOfAnotherSiteIsAskedForAgainFromHere() {
        Answer answer = server.send(server.request("/runs?state=failed").header("Sec-Fetch-Site", "cross-site"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().headers().firstValue("Refresh")).contains("0; url=/runs?state=failed");
        assertThat(answer.text()).doesNotContain("olga");
    }

    @Test
    void behindAProxyItIsTheAddressThatCounts() throws Exception {
        server.close();
        server = server(provider.issuer(), Optional.of(URI.create("https://daybreak.example.com")));

        Answer begun = server.send(server.request("/sign-in/oidc"));

        assertThat(location(begun)).contains("redirect_uri=https%3A%2F%2Fdaybreak.example.com%2Fsign-in%2Foidc");
        assertThat(begun.response().headers().firstValue("Set-Cookie").orElseThrow())
                .contains("Secure");
    }

    @Test
    void aProviderThatIsAwayIsTold() {
        server.close();
        server = server(URI.create("http://127.0.0.1:1"), Optional.empty());

        Answer answer = server.send(server.request("/sign-in/oidc"));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).contains("it does not tell its settings");
    }
}
