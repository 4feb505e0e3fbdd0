package dev.daybreak.orchestration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every database that holds the metadata must do. */
abstract class StoreContract {
    @TempDir
    Path folder;

    private Store store;

    abstract Store open(Path folder);

    @BeforeEach
    void openStore() {
        store = open(folder.resolve("state"));
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void appliesEveryMigrationOnce() {
        try (Store again = open(folder.resolve("state"))) {
            List<String> versions = again.jdbi().withHandle(handle -> handle.createQuery(
                            "SELECT version FROM flyway_schema_history WHERE success ORDER BY installed_rank")
                    .mapTo(String.class)
                    .list());

            assertThat(versions)
                    .containsExactlyElementsOf(
                            Migrations.known().stream().map(String::valueOf).toList());
        }
    }

    @Test
    void tellsTheTimeInMilliseconds() {
        Instant now = store.now();

        assertThat(Duration.between(now, Instant.now()).abs()).isLessThan(Duration.ofSeconds(5));
        assertThat(store.now()).isAfterOrEqualTo(now);
    }

    @Test
    void takesBackATransactionThatFails() {
        assertThatThrownBy(() -> store.jdbi().useTransaction(handle -> {
                    handle.execute("UPDATE token SET last_token = last_token + 1");
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(lastToken()).isZero();
    }

    @Test
    void losesNoUpdateOfTransactionsThatReadAndThenWriteSideBySide() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> writers = new ArrayList<>();
        try (Store other = open(folder.resolve("state"))) {
            for (int i = 0; i < 4; i++) {
                Store mine = i % 2 == 0 ? store : other;
                writers.add(threads.submit(() -> count(mine, 50)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(lastToken()).isEqualTo(200);
    }

    private static void count(Store store, int times) {
        for (int i = 0; i < times; i++) {
            store.jdbi().useTransaction(handle -> {
                long last = handle.createQuery("SELECT last_token FROM token")
                        .mapTo(Long.class)
                        .one();
                handle.execute("UPDATE token SET last_token = ?", last + 1);
            });
        }
    }

    private long lastToken() {
        return store.jdbi().withHandle(handle -> handle.createQuery("SELECT last_token FROM token")
                .mapTo(Long.class)
                .one());
    }
}
