package dev.daybreak.orchestration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SharedTransactionsTest {
    private static final int MANY = 20;

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Jdbi jdbi;
    private SharedTransactions shared;

    @BeforeEach
    void makeTable() {
        jdbi = Jdbi.create("jdbc:sqlite:" + folder.resolve("test.db") + "?foreign_keys=on");
        jdbi.useHandle(handle -> handle.execute("CREATE TABLE part (number INTEGER)"));
        shared = sharing(folder.resolve("none"));
    }

    private SharedTransactions sharing(Path log) {
        return new SharedTransactions(jdbi, new LogFlush(log), handle -> 0);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void whoComesWhileOneIsAtWorkSharesTheNext() throws Exception {
        Set<Handle> handles = ConcurrentHashMap.newKeySet();
        List<Future<Integer>> parts = meanwhile(number -> shared.run(number % 2 == 0, handle -> {
            handles.add(handle);
            return insert(handle, number);
        }));

        for (Future<Integer> part : parts) {
            assertThat(part.get()).isOne();
        }
        assertThat(handles).hasSize(1);
        assertThat(numbers()).hasSize(MANY).doesNotHaveDuplicates();
    }

    @Test
    void ofThoseThatShareOneThatFailsIsUndoneAlone() throws Exception {
        List<Future<Integer>> parts = meanwhile(number -> shared.run(true, handle -> {
            insert(handle, number);
            if (number == 7) {
                throw new IllegalStateException("no seven");
            }
            return number;
        }));

        for (int number = 0; number < MANY; number++) {
            Future<Integer> part = parts.get(number);
            if (number == 7) {
                assertThatThrownBy(part::get).hasRootCauseMessage("no seven");
            } else {
                assertThat(part.get()).isEqualTo(number);
            }
        }
        assertThat(numbers()).hasSize(MANY - 1).doesNotContain(7);
    }

    @Test
    void aTransactionThatCannotBeCommittedIsToldToAllWhoShareIt() throws Exception {
        jdbi.useHandle(handle -> {
            handle.execute("CREATE TABLE known (number INTEGER PRIMARY KEY)");
            handle.execute(
                    "CREATE TABLE reader (number INTEGER REFERENCES known (number) DEFERRABLE INITIALLY DEFERRED)");
        });
        List<Future<Integer>> parts = meanwhile(number -> shared.run(true, handle -> {
            insert(handle, number);
            return number == 3 ? handle.execute("INSERT INTO reader VALUES (3)") : 0;
        }));

        for (Future<Integer> part : parts) {
            assertThatThrownBy(part::get)
                    .hasRootCauseMessage(
                            "[SQLITE_CONSTRAINT_FOREIGNKEY] A foreign key constraint failed (FOREIGN KEY constraint failed)");
        }
        assertThat(numbers()).isEmpty();
        shared.run(true, handle -> insert(handle, 1));
        assertThat(numbers()).containsExactly(1);
    }

    @Test
    void onlyWhoWaitsForTheDiskIsToldThatItFails() {
        SharedTransactions onBrokenDisk = sharing(folder);

        onBrokenDisk.run(true, handle -> insert(handle, 1));
        assertThat(numbers()).containsExactly(1);
        assertThatThrownBy(() -> onBrokenDisk.run(false, handle -> insert(handle, 2)))
                .isInstanceOf(TransactionException.class)
                .hasMessageContaining("to the disk");
    }

    @Test
    void anInterruptIsKeptUntilThePartIsOver() throws Exception {
        CountDownLatch atWork = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Future<Integer> first = threads.submit(() -> shared.run(true, handle -> await(atWork, goOn)));
        atWork.await();
        AtomicReference<Boolean> isInterrupted = new AtomicReference<>();
        Thread second = new Thread(() -> {
            shared.run(true, handle -> insert(handle, 2));
            isInterrupted.set(Thread.interrupted());
        });
        second.start();
        awaitWaiting(second);

        second.interrupt();
        goOn.countDown();
        second.join();

        assertThat(first.get()).isZero();
        assertThat(isInterrupted).hasValue(true);
        assertThat(numbers()).containsExactly(2);
    }

    private interface Run {
        int run(int number) throws Exception;
    }

    /** Begins parts while another is at work, and lets that end when all of them wait. */
    private List<Future<Integer>> meanwhile(Run part) throws InterruptedException {
        CountDownLatch atWork = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        threads.execute(() -> shared.run(true, handle -> await(atWork, goOn)));
        atWork.await();
        List<Future<Integer>> parts = new ArrayList<>();
        Set<Thread> waiting = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < MANY; i++) {
            int number = i;
            parts.add(threads.submit(() -> {
                waiting.add(Thread.currentThread());
                return part.run(number);
            }));
        }
        while (waiting.size() < MANY) {
            Thread.onSpinWait();
        }
        for (Thread one : waiting) {
            awaitWaiting(one);
        }
        goOn.countDown();
        return parts;
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    private static int await(CountDownLatch atWork, CountDownLatch goOn) {
        atWork.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return 0;
    }

    private static int insert(Handle handle, int number) {
        return handle.execute("INSERT INTO part VALUES (?)", number);
    }

    private List<Integer> numbers() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT number FROM part")
                .mapTo(Integer.class)
                .list());
    }
}
