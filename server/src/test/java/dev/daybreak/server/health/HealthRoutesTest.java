package dev.daybreak.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.Settings;
import dev.daybreak.server.web.WebServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the process is up, and whether it can do its work. */
class HealthRoutesTest {
    @TempDir
    Path folder;

    private final AtomicReference<Duration> sinceLook = new AtomicReference<>(Duration.ofSeconds(1));
    private Store store;
    private WebServer server;

    @BeforeEach
    void start() {
        store = TestDatabase.open(folder);
        server = WebServer.start("127.0.0.1", 0, List.of(), List.of(new HealthRoutes(store, sinceLook::get)));
    }

    @AfterEach
    void stop() {
        server.close();
        store.close();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                                .build(),
                        BodyHandlers.ofString());
    }

    @Test
    void aServiceWithStoreAndSchedulerIsReady() throws Exception {
        assertThat(get("/health").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = get("/ready");

        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("\"status\":\"ready\"");
    }

    @Test
    void aSchedulerThatDoesNotLookAnyMoreIsTold() throws Exception {
        sinceLook.set(HealthRoutes.LONGEST_SILENCE.plusSeconds(1));

        HttpResponse<String> ready = get("/ready");

        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("\"scheduler\":\"it has not looked for 31 s; permitted: 30\"");
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void aStoreThatANewerProgramHasChangedIsTold() throws Exception {
        store.jdbi()
                .useTransaction(handle -> handle.execute("INSERT INTO flyway_schema_history (installed_rank, version,"
                        + " description, type, script, installed_by, execution_time, success)"
                        + " VALUES (9999, '9999', 'later', 'SQL', 'V9999__later.sql', 'test', 1, TRUE)"));

        HttpResponse<String> ready = get("/ready");

        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("it is of another version of Daybreak");
    }

    @Test
    void aStoreThatDoesNotAnswerIsTold() throws Exception {
        Store away;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            away = Store.open(new Settings.Connection(
                    "metadata", "postgresql://localhost:" + postgres.getPort() + "/postgres", "postgres", "postgres"));
        }
        stop();
        store = away;
        server = WebServer.start("127.0.0.1", 0, List.of(), List.of(new HealthRoutes(store, sinceLook::get)));

        HttpResponse<String> ready = get("/ready");

        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).containsAnyOf("it has not answered for 3 s", "it does not answer");
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }
}
