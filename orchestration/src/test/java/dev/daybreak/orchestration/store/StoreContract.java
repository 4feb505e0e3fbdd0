package dev.daybreak.orchestration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.orchestration.auditlog.AuditLog;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every database that holds the metadata must do. */
abstract class StoreContract {
    @TempDir
    Path folder;

    Store store;

    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    abstract Store open(Path folder);

    abstract String dialect();

    @BeforeEach
    void openStore() {
        store = open(state());
    }

    Path state() {
        return folder.resolve("state");
    }

    @AfterEach
    void closeStore() {
        threads.shutdownNow();
        store.close();
    }

    @Test
    void appliesEveryMigrationOnce() {
        try (Store again = open(state())) {
            List<String> versions = again.jdbi().withHandle(handle -> handle.createQuery(
                            "SELECT version FROM flyway_schema_history WHERE success ORDER BY installed_rank")
                    .mapTo(String.class)
                    .list());

            assertThat(versions)
                    .containsExactlyElementsOf(Migrations.known(dialect()).stream()
                            .map(String::valueOf)
                            .toList());
        }
    }

    @Test
    void isSetUpOnceHoweverManyOpenItFirst() throws Exception {
        Path fresh = folder.resolve("fresh");
        CyclicBarrier together = new CyclicBarrier(4);
        List<Future<Long>> openers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            openers.add(threads.submit(() -> {
                together.await();
                try (Store opened = open(fresh)) {
                    return opened.jdbi().withHandle(handle -> handle.createQuery("SELECT COUNT(*) FROM token")
                            .mapTo(Long.class)
                            .one());
                }
            }));
        }

        for (Future<Long> opener : openers) {
            assertThat(opener.get()).isOne();
        }
    }

    @Test
    void refusesAStoreOfANewerVersion() {
        store.jdbi()
                .useHandle(handle ->
                        handle.execute("UPDATE flyway_schema_history SET version = '999' WHERE version = '1'"));

        assertThatThrownBy(() -> open(state()))
                .isInstanceOfSatisfying(DaybreakException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.NEWER_PROJECT);
                    assertThat(e.mend()).contains("newer version of Daybreak");
                })
                .hasMessageStartingWith("Cannot open the metadata store '")
                .hasMessageContaining("it has version 999, and this program knows versions up to "
                        + Migrations.known(dialect()).last());
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
        try (Store other = open(state())) {
            sideBySide(i -> (i % 2 == 0 ? store : other).jdbi().inTransaction(StoreContract::countUp));
        }

        assertThat(lastToken()).isEqualTo(200);
    }

    @Test
    void transactionsOfOneTopicTakeTurns() throws Exception {
        try (Store other = open(state())) {
            sideBySide(i -> (i % 2 == 0 ? store : other).inTransaction("raw.clicks", StoreContract::countUp));
        }

        assertThat(lastToken()).isEqualTo(200);
    }

    @Test
    void aTransactionOfTheWholeStoreAndOneOfATopicTakeTurns() throws Exception {
        sideBySide(i -> {
            if (i % 2 == 0) {
                store.inTransaction("raw.clicks", StoreContract::countUp);
            } else {
                store.jdbi().inTransaction(StoreContract::countUp);
            }
        });

        assertThat(lastToken()).isEqualTo(200);
    }

    @Test
    void aTransactionInsideOfAnotherIsAPartOfIt() {
        assertThatThrownBy(() -> store.jdbi().useTransaction(handle -> {
                    store.inTransaction("raw.clicks", StoreContract::countUp);
                    store.jdbi().inTransaction(StoreContract::countUp);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(lastToken()).isZero();
    }

    @Test
    void aTransactionThatFailsBesideOthersTakesBackOnlyItself() throws Exception {
        AtomicInteger told = new AtomicInteger();

        sideBySide(i -> {
            if (i == 0) {
                store.inTransaction("raw.clicks", StoreContract::countUp);
                return;
            }
            try {
                store.inLightTransaction("raw.clicks", handle -> {
                    countUp(handle);
                    throw new IllegalStateException("no");
                });
            } catch (IllegalStateException e) {
                told.incrementAndGet();
            }
        });

        assertThat(lastToken()).isEqualTo(50);
        assertThat(told).hasValue(150);
    }

    @Test
    void whatATransactionThrowsIsThrownToItsCaller() {
        assertThatThrownBy(() -> store.inTransaction("raw.clicks", handle -> {
                    throw new IOException("no");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no");
        assertThatThrownBy(() -> store.inTransaction("raw.clicks", handle -> {
                    throw new OutOfMemoryError("none left");
                }))
                .isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void givesEveryTokenOnce() throws Exception {
        Set<Long> tokens = ConcurrentHashMap.newKeySet();

        sideBySide(i -> tokens.addAll(store.inTransaction("topic " + i, handle -> store.nextTokens(handle, 3))));

        assertThat(tokens).hasSize(600);
        List<Long> next = store.jdbi().inTransaction(handle -> store.nextTokens(handle, 2));
        assertThat(next).isSorted().allMatch(token -> token > Collections.max(tokens));
    }

    private static long countUp(Handle handle) {
        long last = handle.createQuery("SELECT last_token FROM token")
                .mapTo(Long.class)
                .one();
        return handle.execute("UPDATE token SET last_token = ?", last + 1);
    }

    /** Four threads do something fifty times each. */
    private void sideBySide(IntConsumer transaction) throws Exception {
        List<Future<?>> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int number = i;
            writers.add(threads.submit(() -> IntStream.range(0, 50).forEach(turn -> transaction.accept(number))));
        }
        for (Future<?> writer : writers) {
            writer.get();
        }
    }

    @Test
    void takesTextsOfAnyLengthAndWithAnyCharacter() {
        String asset = "raw." + "clicks_".repeat(100);

        store.jdbi().useTransaction(handle -> {
            handle.execute(
                    "INSERT INTO source_probe (asset, stamp, version) VALUES (?, ?, ?)", asset, "\u00e4\u4e2d\0", "1");
            assertThat(handle.createQuery("SELECT asset FROM source_probe WHERE stamp LIKE :stamp")
                            .bind("stamp", "\u00e4\u4e2d%")
                            .mapTo(String.class)
                            .one())
                    .isEqualTo(asset);
        });
    }

    @Test
    void aPromotionThatWasLoggedIsNeitherChangedNorRemoved() {
        store.jdbi()
                .useTransaction(
                        handle -> handle.execute(
                                """
                                INSERT INTO promotion_log (position, name, alias, kind, to_version, who, why, moved_at)
                                VALUES (1, 'taste', 'Production', 'promote', 1, 'ana', 'better', 0)
                                """));

        for (String sql : List.of("UPDATE promotion_log SET why = 'other'", "DELETE FROM promotion_log")) {
            assertThatThrownBy(() -> store.jdbi().useTransaction(handle -> handle.execute(sql)))
                    .hasMessageContaining("the promotion log is append-only");
        }
    }

    @Test
    void whatWasChangedByHandIsLoggedOnceForAll() {
        AuditLog log = new AuditLog(store);
        store.jdbi().useTransaction(handle -> {
            log.add(handle, "ana", "pause", "pipeline weekly", "holidays");
            log.add(handle, "ben", "resume", "pipeline weekly", "");
        });

        assertThat(log.latest(10))
                .extracting(entry -> entry.who() + " " + entry.action() + " " + entry.subject() + ": " + entry.why())
                .containsExactly("ben resume pipeline weekly: ", "ana pause pipeline weekly: holidays");
        for (String sql : List.of("UPDATE audit_log SET why = 'other'", "DELETE FROM audit_log")) {
            assertThatThrownBy(() -> store.jdbi().useTransaction(handle -> handle.execute(sql)))
                    .hasMessageContaining("the audit log is append-only");
        }
    }

    long lastToken() {
        return store.jdbi().withHandle(handle -> handle.createQuery("SELECT last_token FROM token")
                .mapTo(Long.class)
                .one());
    }
}
