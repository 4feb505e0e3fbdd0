package dev.daybreak.orchestration.run;

import java.util.concurrent.CountDownLatch;

/** What a step waits for before it is audited: it opens once, and stays open. Thread-safe. */
final class Turn {
    private final CountDownLatch opened = new CountDownLatch(1);

    void open() {
        opened.countDown();
    }

    boolean isOpen() {
        return opened.getCount() == 0;
    }

    void await() throws InterruptedException {
        opened.await();
    }
}
