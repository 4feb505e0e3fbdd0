package dev.daybreak.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SideBySideTest {
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    private SideBySide<Integer, String> of(int parallel) {
        return new SideBySide<>(opened::incrementAndGet, own -> closed.incrementAndGet(), parallel);
    }

    private static List<String> all(SideBySide<Integer, String> work) {
        List<String> told = new ArrayList<>();
        for (String one = work.next(); one != null; one = work.next()) {
            told.add(one);
        }
        return told;
    }

    @Test
    void asManyAreAtWorkAsMayBeAndAreToldInOrder() {
        CountDownLatch together = new CountDownLatch(3);
        AtomicInteger active = new AtomicInteger();
        List<String> told;
        try (SideBySide<Integer, String> work = of(3)) {
            for (int i = 0; i < 9; i++) {
                String name = "work " + i;
                work.add(own -> {
                    assertThat(active.incrementAndGet()).isLessThanOrEqualTo(3);
                    together.countDown();
                    await(together);
                    active.decrementAndGet();
                    return name;
                });
            }
            told = all(work);
        }

        assertThat(told).hasSize(9).isSorted();
        assertThat(opened.get()).isEqualTo(3);
        assertThat(closed.get()).isEqualTo(3);
    }

    @Test
    void whatTheyHaveToThemselvesIsTakenOver() {
        try (SideBySide<Integer, String> work = of(1)) {
            work.add(own -> "first with " + own);
            work.add(own -> "second with " + own);

            assertThat(all(work)).containsExactly("first with 1", "second with 1");
        }
        assertThat(closed.get()).isEqualTo(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
