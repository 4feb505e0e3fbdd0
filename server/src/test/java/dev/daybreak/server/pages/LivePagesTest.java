package dev.daybreak.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.server.pages.LivePages.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How often a page is made. */
@Timeout(60)
class LivePagesTest {
    private static final int VIEWERS = 50;

    @Test
    void whoAsksGetsWhatIsNotOlderThanTheQuestion() {
        try (LivePages live = new LivePages()) {
            AtomicInteger made = new AtomicInteger();
            Supplier<Content> page = () -> new Content("", false, List.of(), "made " + made.incrementAndGet());

            assertThat(live.now("one", page).html()).isEqualTo("made 1");
            assertThat(live.now("one", page).html()).isEqualTo("made 2");
        }
    }

    @Test
    void thoseWhoAskWhileItIsMadeShareTheNextOne() throws Exception {
        ExecutorService viewers = Executors.newFixedThreadPool(VIEWERS);
        try (LivePages live = new LivePages()) {
            AtomicInteger made = new AtomicInteger();
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch goesOn = new CountDownLatch(1);
            Supplier<Content> page = () -> {
                begun.countDown();
                await(goesOn);
                return new Content("", false, List.of(), "made " + made.incrementAndGet());
            };
            Future<Content> first = viewers.submit(() -> live.now("one", page));
            begun.await();
            List<Thread> threads = new ArrayList<>();
            List<Content> others = java.util.Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < VIEWERS; i++) {
                Thread thread = new Thread(() -> others.add(live.now("one", page)));
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                while (thread.getState() != Thread.State.BLOCKED) {
                    Thread.onSpinWait();
                }
            }

            goesOn.countDown();

            assertThat(first.get().html()).isEqualTo("made 1");
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(others).hasSize(VIEWERS).allSatisfy(content -> assertThat(content.html())
                    .isEqualTo("made 2"));
        } finally {
            viewers.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void oneThatFailsIsMadeAnewByTheNext() {
        try (LivePages live = new LivePages()) {
            AtomicInteger tries = new AtomicInteger();
            Supplier<Content> page = () -> {
                if (tries.incrementAndGet() == 1) {
                    throw new IllegalStateException("away");
                }
                return new Content("", false, List.of(), "made");
            };

            org.assertj.core.api.Assertions.assertThatThrownBy(() -> live.now("one", page))
                    .hasMessage("away");
            assertThat(live.now("one", page).html()).isEqualTo("made");
        }
    }

    @Test
    void thatTimePassesIsNoChange() {
        Content one = new Content("", false, List.of(), "<time datetime=\"x\">1 second ago</time> 3 runs");
        Content later = new Content("", false, List.of(), "<time datetime=\"x\">2 seconds ago</time> 3 runs");
        Content changed = new Content("", false, List.of(), "<time datetime=\"x\">2 seconds ago</time> 4 runs");

        assertThat(later.mark()).isEqualTo(one.mark());
        assertThat(changed.mark()).isNotEqualTo(one.mark());
    }
}
