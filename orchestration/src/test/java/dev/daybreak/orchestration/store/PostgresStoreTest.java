package dev.daybreak.orchestration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.project.Settings;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;

class PostgresStoreTest extends StoreContract {
    @Override
    Store open(Path folder) {
        return Store.open(TestPostgres.database(folder));
    }

    @Override
    String dialect() {
        return "postgresql";
    }

    @Test
    void mendsItselfWhenTheServerClosesItsConnections() {
        store.jdbi().useHandle(one -> store.now());

        closeConnections();

        assertThat(store.now()).isNotNull();
        store.jdbi().useTransaction(handle -> store.nextTokens(handle, 1));
    }

    @Test
    void anInterruptedTransactionFailsAndTheNextOneWorks() {
        assertThatThrownBy(() -> store.jdbi().useTransaction(handle -> {
                    handle.execute("UPDATE token SET last_token = 7");
                    closeConnections();
                    handle.execute("UPDATE token SET last_token = 8");
                }))
                .isInstanceOf(JdbiException.class);

        assertThat(lastToken()).isZero();
        store.jdbi().useTransaction(handle -> handle.execute("UPDATE token SET last_token = 9"));
        assertThat(lastToken()).isEqualTo(9);
    }

    @Test
    void tellsAServerThatWentFromADefect() {
        List<HandleConsumer<RuntimeException>> moments = List.of(
                handle -> {
                    closeConnections();
                    handle.execute("UPDATE token SET last_token = 8");
                },
                handle -> {
                    handle.execute("UPDATE token SET last_token = 8");
                    closeConnections();
                });

        assertThat(moments).allSatisfy(moment -> {
            assertThatThrownBy(() -> store.jdbi().useTransaction(moment)).matches(StoreAway::isCauseOf);
            assertThatThrownBy(() -> store.inTransaction("raw.clicks", handle -> {
                        moment.useHandle(handle);
                        return null;
                    }))
                    .matches(StoreAway::isCauseOf);
        });
        assertThatThrownBy(
                        () -> store.jdbi().useTransaction(handle -> handle.execute("UPDATE tokens SET last_token = 8")))
                .isInstanceOf(JdbiException.class)
                .matches(failure -> !StoreAway.isCauseOf(failure));
    }

    /** As a server does that goes down. */
    private void closeConnections() {
        String name = TestPostgres.database(state()).url().replaceAll(".*/", "");
        try (Store other = Store.open(TestPostgres.database(folder.resolve("other")))) {
            other.jdbi().useHandle(handle -> handle.createQuery(
                            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = :name")
                    .bind("name", name)
                    .mapTo(Boolean.class)
                    .list());
        }
    }

    @Test
    void transactionsOfOtherTopicsGoSideBySide() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> both = List.of(
                    threads.submit(() -> store.inTransaction("raw.clicks", handle -> meet(together))),
                    threads.submit(() -> store.inTransaction("raw.users", handle -> meet(together))));

            for (Future<Integer> one : both) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static int meet(CyclicBarrier together) throws Exception {
        return together.await(30, TimeUnit.SECONDS);
    }

    @Test
    void saysThatNobodyAnswers() {
        assertThatThrownBy(() -> Store.open(new Settings.Connection(
                        "metadata", "jdbc:postgresql://localhost:1/daybreak?password=hunter2", "ana", "hunter2")))
                .isInstanceOfSatisfying(DaybreakException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE);
                    assertThat(e.mend()).contains("Check that the server runs").contains("'metadata' in daybreak.yaml");
                    assertThat(e.getMessage()).doesNotContain("hunter2");
                })
                .hasMessage("Cannot reach the metadata store 'postgresql://localhost:1/daybreak': Connection refused.");
    }

    @Test
    void waitsForAServerThatIsNotThereYetAndSaysSo() throws Exception {
        URI server = URI.create(TestPostgres.database(state()).url());
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        TestDatabase.keepAt(folder, "postgresql://localhost:" + port + server.getPath());
        BlockingQueue<String> notes = new LinkedBlockingQueue<>();
        CompletableFuture<Store> opened = CompletableFuture.supplyAsync(() -> TestDatabase.await(folder, notes::add));

        assertThat(notes.take())
                .isEqualTo("Cannot reach the metadata store 'postgresql://localhost:" + port + server.getPath()
                        + "': Connection refused. Trying again in 1 s. Check that the server runs and can be reached from here,"
                        + " and that url, user and password under 'metadata' in daybreak.yaml are right.");
        try (CuttingProxy there = new CuttingProxy(port, server.getPort(), Integer.MAX_VALUE);
                Store late = opened.get()) {
            assertThat(there.port()).isEqualTo(port);
            assertThat(late.now()).isNotNull();
        }
    }

    @Test
    void saysThatTheDatabaseIsMissing() {
        Settings.Connection missing = TestPostgres.connection("nowhere");

        assertThatThrownBy(() -> Store.open(missing))
                .isInstanceOfSatisfying(DaybreakException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE);
                    assertThat(e.mend()).startsWith("Create the database");
                })
                .hasMessage("Cannot reach the metadata store '" + missing.url()
                        + "': FATAL: database \"nowhere\" does not exist.");
    }

    @Test
    void saysThatTheUserMayNotCreateTables() {
        store.jdbi().useHandle(handle -> {
            handle.execute("CREATE ROLE guest LOGIN");
            handle.execute("CREATE SCHEMA guarded");
            handle.execute("GRANT USAGE ON SCHEMA guarded TO guest");
        });
        String url = TestPostgres.database(state()).url();
        Settings.Connection guest = new Settings.Connection("metadata", url + "?currentSchema=guarded", "guest", "");

        assertThatThrownBy(() -> Store.open(guest))
                .isInstanceOfSatisfying(DaybreakException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_RESOURCES);
                    assertThat(e.mend()).contains("Let the user create tables there");
                })
                .hasMessage("Cannot set up the metadata store '" + url
                        + "': user 'guest' may not create tables in schema 'guarded'.");
    }

    @Test
    void saysThatTheSchemaIsMissing() {
        String url = TestPostgres.database(state()).url();
        Settings.Connection lost = new Settings.Connection("metadata", url + "?currentSchema=lost", "postgres", "");

        assertThatThrownBy(() -> Store.open(lost))
                .isInstanceOf(DaybreakException.class)
                .hasMessage("Cannot set up the metadata store '" + url + "': its schema does not exist.");
    }

    @Test
    void schemasOfOneDatabaseHoldAStoreEach() {
        store.jdbi().useHandle(handle -> handle.execute("CREATE SCHEMA staging"));
        store.jdbi().useTransaction(handle -> handle.execute("UPDATE token SET last_token = 5"));
        String url = TestPostgres.database(state()).url();

        try (Store staging =
                Store.open(new Settings.Connection("metadata", url + "?currentSchema=staging", "postgres", ""))) {
            assertThat(staging.jdbi().<Long, RuntimeException>withHandle(handle -> handle.createQuery(
                                    "SELECT last_token FROM token")
                            .mapTo(Long.class)
                            .one()))
                    .isZero();
        }
        assertThat(lastToken()).isEqualTo(5);
    }
}
