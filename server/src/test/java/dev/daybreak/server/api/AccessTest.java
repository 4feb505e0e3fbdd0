package dev.daybreak.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.orchestration.run.TestProject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what with tokens. */
@Timeout(60)
class AccessTest {
    private static final String RUN = "{\"selection\": [\"raw.clicks\"]}";

    @TempDir
    Path folder;

    private ApiServer server;

    @BeforeEach
    void start() {
        server = new ApiServer(
                new TestProject(folder),
                ApiServer.tokens(),
                Instant.parse("2023-01-01T00:00:00Z"),
                Instant.parse("2023-01-06T00:00:00Z"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void withoutATokenOrWithAWrongOneNothingIsTold() {
        ApiServer.Answer none = server.get("/runs");
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.response().headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"daybreak\"");
        assertThat(none.code()).isEqualTo("UNAUTHORIZED");

        assertThat(server.get("/runs", "nobody-0123456789abcdef").message()).isEqualTo("Invalid token: nobody has it.");
        assertThat(server.get("/runs", "").status()).isEqualTo(401);
        assertThat(server.send(server.request("/api/v1/runs").header("Authorization", "Basic YTpi"))
                        .status())
                .isEqualTo(401);
        assertThat(server.send(server.request("/metrics")).status()).isEqualTo(401);
        assertThat(server.get("/nowhere", ApiServer.ADMIN).status()).isEqualTo(404);
    }

    @Test
    void aViewerLooksAndChangesNothing() {
        assertThat(server.get("/runs", ApiServer.VIEWER).status()).isEqualTo(200);

        ApiServer.Answer refused = server.post("/runs", RUN, ApiServer.VIEWER);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message())
                .isEqualTo("Cannot do this as 'vera': it needs the role operator, and 'vera' has viewer.");
        assertThat(server.get("/runs", ApiServer.VIEWER).json().get("runs").size())
                .isZero();
        assertThat(server.send(server.request("/metrics").header("Authorization", "Bearer " + ApiServer.VIEWER))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anOperatorChangesAndTheAuditLogThatAdminsSeeSaysWho() {
        assertThat(server.post("/runs", RUN, ApiServer.OPERATOR).status()).isEqualTo(202);
        assertThat(server.post("/pipelines/nightly/pause", "{\"why\": \"rest\"}", ApiServer.ADMIN)
                        .status())
                .isEqualTo(200);

        assertThat(server.get("/audit", ApiServer.OPERATOR).status()).isEqualTo(403);
        JsonNode changes = server.get("/audit", ApiServer.ADMIN).json().get("changes");
        assertThat(changes.at("/0/who").asText()).isEqualTo("ada");
        assertThat(changes.at("/0/why").asText()).isEqualTo("rest");
        assertThat(changes.at("/1/who").asText()).isEqualTo("otto");
        assertThat(changes.at("/1/action").asText()).isEqualTo("trigger");
    }

    /** Every operation of the document: refused without a token if it says that it needs one, and answered if not. */
    @Test
    void onlyTheDocumentHealthReadinessAndSigningInAreForEverybody() {
        Set<String> open = new TreeSet<>();
        for (String route : server.web.routes()) {
            String[] parts = route.split(" ");
            String path = parts[1].replaceAll("\\{[a-z]+}", "x");
            ApiServer.Answer answer = server.send(server.request(path)
                    .header("Content-Type", "application/json")
                    .method(parts[0], java.net.http.HttpRequest.BodyPublishers.ofString("{}")));
            boolean isSentToSignIn = answer.response()
                    .headers()
                    .firstValue("Location")
                    .filter(to -> to.startsWith("/sign-in?to="))
                    .isPresent();
            if (answer.status() != 401 && !isSentToSignIn) {
                open.add(route);
            }
        }

        assertThat(open)
                .filteredOn(route -> !route.startsWith("GET /static/"))
                .containsExactly(
                        "GET /api/v1/openapi.json",
                        "GET /health",
                        "GET /ping",
                        "GET /ready",
                        "GET /sign-in",
                        "GET /sign-in/oidc",
                        "POST /sign-in",
                        "POST /sign-out");
    }

    @Test
    void tokensAreInNoAnswer() {
        String said = server.get("/runs", ApiServer.ADMIN + "x").text()
                + server.send(server.request("/metrics").header("Authorization", "Bearer " + ApiServer.ADMIN))
                        .text()
                + server.get("/audit", ApiServer.ADMIN).text();

        assertThat(said).doesNotContain(ApiServer.ADMIN, ApiServer.OPERATOR, ApiServer.VIEWER);
    }
}
