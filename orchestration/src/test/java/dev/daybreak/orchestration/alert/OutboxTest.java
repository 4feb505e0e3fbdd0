package dev.daybreak.orchestration.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.StoreClock;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.alert.AlertTarget;
import dev.daybreak.project.alert.Rate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that wait, are taken, tried again, told together and given up. */
class OutboxTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2023-01-02T06:00:00Z"));
    private Store store;
    private Outbox outbox;

    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        database().keep(folder);
        store = TestDatabase.open(folder);
        outbox = new Outbox(store, StoreClock.of(now::get));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static AlertTarget target(int most) {
        return new AlertTarget(
                "chat",
                new AlertTarget.Command(List.of("true")),
                new Rate(most, Duration.ofHours(1)),
                Duration.ofSeconds(10));
    }

    private void add(String... ids) {
        store.jdbi().useTransaction(handle -> {
            for (String id : ids) {
                outbox.add(
                        handle, id, List.of("chat"), Map.of("kind", "run", "project", "shop", "text", "about " + id));
            }
        });
    }

    private void pass(Duration time) {
        now.set(now.get().plus(time));
    }

    private Outbox.Taken take() {
        return outbox.take(target(100)).orElseThrow();
    }

    private AlertRecord only() {
        assertThat(outbox.latest(10)).hasSize(1);
        return outbox.latest(10).get(0);
    }

    @Test
    void aMessageIsThereOnceHoweverOftenItIsAdded() {
        add("a");
        add("a");

        assertThat(outbox.latest(10)).singleElement().satisfies(alert -> {
            assertThat(alert.id()).isEqualTo("a.chat");
            assertThat(alert.text()).isEqualTo("about a");
            assertThat(alert.document()).containsEntry("id", "a.chat");
            assertThat(alert.state()).isEqualTo(AlertState.WAITING);
        });
    }

    @Test
    void aMessageOfATransactionThatFailsIsNotThere() {
        try {
            store.jdbi().useTransaction(handle -> {
                outbox.add(handle, "a", List.of("chat"), Map.of("kind", "run", "project", "shop", "text", "a"));
                throw new IllegalStateException("no");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("no");
        }

        assertThat(outbox.latest(10)).isEmpty();
    }

    @Test
    void whatOneHasTakenNoOtherTakes() {
        add("a");
        Outbox.Taken taken = take();

        assertThat(outbox.take(target(100))).isEmpty();
        assertThat(outbox.targets()).isEmpty();
        outbox.sent(taken);
        pass(Duration.ofDays(1));
        assertThat(outbox.take(target(100))).isEmpty();
        assertThat(only().state()).isEqualTo(AlertState.SENT);
    }

    @Test
    void sendersSideBySideTakeEveryMessageOnce() throws Exception {
        String[] ids = IntStream.range(0, 40).mapToObj(i -> "m" + i).toArray(String[]::new);
        add(ids);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        Callable<List<String>> sender = () -> {
            Outbox own = new Outbox(store, StoreClock.of(now::get));
            List<String> taken = new ArrayList<>();
            for (Optional<Outbox.Taken> next = own.take(target(100)); next.isPresent(); next = own.take(target(100))) {
                taken.add(next.get().id());
                own.sent(next.get());
            }
            return taken;
        };

        List<String> all = new ArrayList<>();
        for (Future<List<String>> taken : pool.invokeAll(List.of(sender, sender, sender, sender))) {
            all.addAll(taken.get());
        }
        pool.shutdown();

        assertThat(all).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void theMessageOfASenderThatDiedIsTakenByAnotherWithTheSameId() {
        add("a");
        Outbox.Taken dead = take();

        pass(Duration.ofSeconds(41));
        Outbox.Taken again = take();
        assertThat(again.id()).isEqualTo(dead.id());
        outbox.failed(dead, "the dead one wakes up");
        assertThat(only().failure()).as("who is too late changes nothing").isEmpty();
        outbox.sent(again);
        assertThat(only().state()).isEqualTo(AlertState.SENT);
    }

    @Test
    void whatFailsIsTriedAgainLaterAndLaterAndGivenUpInTheEnd() {
        add("a");
        List<Duration> waits = new ArrayList<>();
        Optional<Duration> wait = outbox.failed(take(), "status 500");
        while (wait.isPresent()) {
            waits.add(wait.get());
            assertThat(outbox.take(target(100))).as("not before its time").isEmpty();
            pass(wait.get());
            wait = outbox.failed(take(), "status 500");
        }

        assertThat(waits).hasSize(Outbox.MOST_TRIES - 1);
        assertThat(waits.get(0)).isBetween(Duration.ofMillis(2_500), Duration.ofSeconds(5));
        assertThat(waits.get(10)).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(30));
        assertThat(only()).satisfies(alert -> {
            assertThat(alert.state()).isEqualTo(AlertState.GIVEN_UP);
            assertThat(alert.failure()).contains("status 500");
            assertThat(alert.tries()).isEqualTo(Outbox.MOST_TRIES);
        });
        assertThat(outbox.givenUp(Duration.ofDays(1))).hasSize(1);
        assertThat(outbox.givenUp(Duration.ofSeconds(1))).isEmpty();
    }

    @Test
    void aMessageThatFailsDoesNotHoldUpTheNext() {
        add("a", "b");
        outbox.failed(take(), "status 500");

        assertThat(take().id()).isEqualTo("b.chat");
    }

    @Test
    void whatIsAboveTheLimitIsToldTogetherInTheLastMessage() {
        add("a", "b", "c", "d", "e", "f");
        AlertTarget three = target(3);
        List<Outbox.Taken> sent = new ArrayList<>();
        for (Optional<Outbox.Taken> next = outbox.take(three); next.isPresent(); next = outbox.take(three)) {
            sent.add(next.get());
            outbox.sent(next.get());
        }

        assertThat(sent).extracting(Outbox.Taken::id).containsExactly("a.chat", "b.chat", "more.c.chat");
        assertThat(sent.get(2).document())
                .containsEntry("kind", "more")
                .containsEntry("count", 4)
                .containsEntry("alerts", List.of("about c", "about d", "about e", "about f"))
                .containsEntry(
                        "text",
                        "4 alerts together, since this target may get no more by itself:\n- about c\n- about d\n- about e\nand 1 more");
        assertThat(outbox.latest(10).stream()
                        .filter(alert -> alert.state() == AlertState.FOLDED)
                        .count())
                .isEqualTo(4);
    }

    @Test
    void whatComesAfterTheLimitWaitsUntilThereIsRoomAndIsThenToldTogether() {
        add("a");
        outbox.sent(outbox.take(target(1)).orElseThrow());
        pass(Duration.ofMinutes(10));
        add("b", "c");

        assertThat(outbox.take(target(1))).isEmpty();
        pass(Duration.ofMinutes(50));
        assertThat(outbox.take(target(1)).orElseThrow().id()).isEqualTo("more.b.chat");
    }

    @Test
    void whatTellsSeveralIsTriedAgainAsItIs() {
        add("a", "b");
        Outbox.Taken both = outbox.take(target(1)).orElseThrow();
        outbox.failed(both, "status 500");
        pass(Duration.ofSeconds(1));
        add("c");
        pass(Duration.ofSeconds(4));

        assertThat(outbox.take(target(2)).orElseThrow().id()).isEqualTo(both.id());
        assertThat(outbox.take(target(2)).orElseThrow().id()).isEqualTo("c.chat");
    }

    @Test
    void whatWaitsForATargetThatIsGoneIsGivenUpAfterADay() {
        add("a");
        outbox.giveUpUnknown("chat");
        assertThat(only().state()).isEqualTo(AlertState.WAITING);

        pass(Duration.ofHours(25));
        outbox.giveUpUnknown("chat");
        assertThat(only().failure()).contains("daybreak.yaml has no alert target 'chat' any more");
    }
}
