package dev.daybreak.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.project.access.Admission;
import dev.daybreak.project.access.PasswordHash;
import dev.daybreak.project.access.Role;
import dev.daybreak.project.access.User;
import dev.daybreak.server.api.ApiServer;
import dev.daybreak.server.api.ApiServer.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signing in with a name and a password. */
@Timeout(60)
class UserSignInTest {
    private static List<User> users;

    @TempDir
    Path folder;

    private ApiServer server;

    private static PasswordHash hash(String password) {
        return PasswordHash.of(password, PasswordHash.FEWEST);
    }

    @BeforeAll
    static void makeUsers() {
        users = List.of(
                new User("vera", Role.VIEWER, hash("correct horse battery")),
                new User("otto", Role.OPERATOR, hash("gr\u00fcne Stra\u00dfenbahn")));
    }

    @BeforeEach
    void start() {
        server = new ApiServer(
                new TestProject(folder),
                new Admission(
                        ApiServer.tokens(),
                        users,
                        Optional.empty(),
                        Optional.of(URI.create("https://daybreak.example"))),
                Instant.parse("2023-01-01T00:00:00Z"),
                Instant.parse("2023-01-06T00:00:00Z"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer signIn(String name, String password, String... headers) {
        HttpRequest.Builder request = server.request("/sign-in")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("to=/runs&name=" + name + "&password=" + password));
        return server.send(headers.length == 0 ? request : request.headers(headers));
    }

    private static Optional<String> cookie(Answer answer) {
        return answer.response().headers().firstValue("Set-Cookie");
    }

    @Test
    void whoKnowsThePasswordOfANameSignsIn() {
        assertThat(server.send(server.request("/sign-in")).text())
                .contains("name=\"password\"", "autocomplete=\"current-password\"", "name=\"token\"");

        Answer answer = signIn("vera", "correct+horse+battery");

        assertThat(answer.status()).as(answer.text()).isEqualTo(303);
        assertThat(answer.response().headers().firstValue("Location")).contains("/runs");
        String cookie = cookie(answer).orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Secure");
        String session = cookie.substring(0, cookie.indexOf(';'));
        assertThat(server.send(server.request("/runs").header("Cookie", session))
                        .text())
                .contains("vera");
        assertThat(server.send(server.request("/assets/raw.clicks/materialize")
                                .header("Cookie", session)
                                .POST(BodyPublishers.noBody()))
                        .status())
                .isEqualTo(403);
    }

    /** A letter with its mark may be written as one or as two. */
    @Test
    void aPasswordIsTheSameHoweverAKeyboardWritesIt() {
        assertThat(signIn("otto", "gr%C3%BCne+Stra%C3%9Fenbahn").status()).isEqualTo(303);
        assertThat(signIn("otto", "gru%CC%88ne+Stra%C3%9Fenbahn").status()).isEqualTo(303);
        assertThat(signIn("otto", "grune+Stra%C3%9Fenbahn").status()).isEqualTo(403);
    }

    @Test
    void whoGuessesHasToWaitAndOthersHaveNot() {
        Answer answer = signIn("vera", "correct+horse", "X-Forwarded-For", "spoofed, 10.0.0.1");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("Nobody has this name and password.");
        assertThat(cookie(answer)).isEmpty();

        // Passwords that are too long to be one are refused without comparing, so these come fast.
        while (answer.status() == 403) {
            answer = signIn("vera", "x".repeat(2_000), "X-Forwarded-For", "10.0.0.1");
        }

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.response().headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.text()).contains("Too many tries have failed.");
        assertThat(signIn("vera", "correct+horse+battery", "X-Forwarded-For", "10.0.0.2")
                        .status())
                .isEqualTo(303);
        assertThat(signIn("nobody", "correct+horse+battery", "X-Forwarded-For", "10.0.0.1")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aPageOfAnotherSiteCannotSignAnybodyIn() {
        assertThat(signIn("vera", "correct+horse+battery", "Origin", "https://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(signIn("vera", "correct+horse+battery", "Origin", "null").status())
                .isEqualTo(403);
        assertThat(signIn("vera", "correct+horse+battery", "Sec-Fetch-Site", "cross-site")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void signingInAnewEndsWhatTheBrowserWasBefore() {
        String before =
                cookie(signIn("vera", "correct+horse+battery")).orElseThrow().replaceFirst(";.*", "");

        signIn("otto", "gr%C3%BCne+Stra%C3%9Fenbahn", "Cookie", before);

        assertThat(server.send(server.request("/runs").header("Cookie", before)).status())
                .isEqualTo(303);
    }
}
