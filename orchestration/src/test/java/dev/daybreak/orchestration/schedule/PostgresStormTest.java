package dev.daybreak.orchestration.schedule;

import dev.daybreak.orchestration.store.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;

/**
 * The storm on a PostgreSQL server that is itself restarted under it, in turns stopped in good order and killed (SIGKILL). What it has
 * committed it keeps: it writes its log before it answers, as servers do unless they are told otherwise.
 */
class PostgresStormTest extends StormTest {
    private static final int EVERY = 3;

    private EmbeddedPostgres server;
    private Path data;
    private int restarts;

    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRES;
    }

    @Override
    void keep() throws IOException {
        // Not in the test's folder: the server may run as another user, who must reach it.
        data = Files.createTempDirectory("daybreak-postgres");
        start(0);
        TestDatabase.keepAt(folder, "postgresql://localhost:" + server.getPort() + "/postgres");
    }

    /** @param port 0: any */
    private void start(int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("max_connections", "200")
                .setServerConfig("synchronous_commit", "on");
        server = (port == 0 ? builder : builder.setPort(port)).start();
    }

    @Override
    void disturb(int kill) throws Exception {
        if (kill % EVERY == EVERY - 1) {
            int port = server.getPort();
            if (restarts % 2 == 1) {
                kill();
            }
            server.close();
            start(port);
            restarts++;
        }
    }

    /** Its children end by themselves when their parent is gone. */
    private void kill() throws Exception {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        CompletableFuture<?>[] ends = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(postmaster), postmaster.descendants())
                .map(ProcessHandle::onExit)
                .toArray(CompletableFuture[]::new);
        postmaster.destroyForcibly();
        CompletableFuture.allOf(ends).get();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Override
    public String toString() {
        return "POSTGRES, restarted " + restarts + " times";
    }
}
