package dev.daybreak.server.web;

import dev.daybreak.orchestration.store.StoreAway;
import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is sent while it happens, as server-sent events. All streams share two threads, and none of the server's waits for a client: what a
 * client does not take is kept up to a bound, and no more is asked for it until it has taken that. Thread-safe.
 */
public final class EventStreams implements AutoCloseable {
    /** Where the events of one stream come from. For one thread at a time. */
    public interface Source {
        /**
         * Tells what is new.
         *
         * @param events takes an event, or a comment, as it is sent, with the empty line at its end
         * @param isEnough asked after every event; what is left then comes with the next call
         * @return whether there may be more to come
         */
        boolean next(Consumer<String> events, BooleanSupplier isEnough);
    }

    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
    /** So often something is sent, so that it is noticed if nobody is there any more. */
    private static final long BEAT_NANOS = TimeUnit.SECONDS.toNanos(15);

    private static final int MOST_PENDING_BYTES = 256 * 1024;

    private final String what;
    private final int most;
    private final long lookMillis;
    private final Semaphore places;
    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService threads;

    /**
     * @param what is followed, for messages and threads: {@code log}
     * @param most more streams than that are refused
     * @param lookMillis how often each source is asked
     */
    public EventStreams(String what, int most, long lookMillis) {
        this.what = what;
        this.most = most;
        this.lookMillis = lookMillis;
        this.places = new Semaphore(most);
        this.threads = Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "daybreak-" + what + "-streams");
            thread.setDaemon(true);
            return thread;
        });
    }

    public boolean isAnyOpen() {
        return !open.isEmpty();
    }

    /**
     * Answers a request with what a source tells, until it has no more.
     *
     * @throws HttpFailure 503 if there are too many streams
     */
    public void open(Context ctx, Source source) {
        if (!places.tryAcquire()) {
            throw new HttpFailure(
                            503,
                            "TOO_MANY_STREAMS",
                            "Cannot follow another " + what + ": " + most
                                    + " are followed already, and no more are permitted.",
                            "",
                            "Try again later, or ask for the " + what + " as it is.")
                    .with("Retry-After", "10");
        }
        ctx.contentType("text/event-stream;charset=utf-8");
        ctx.header("Cache-Control", "no-cache");
        ctx.header("X-Accel-Buffering", "no");
        ctx.future(() -> new Stream(ctx, source).begin());
    }

    private final class Stream implements WriteListener {
        private final ServletOutputStream out;
        private final Source source;
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        // Guarded by this.
        private final Deque<byte[]> pending = new ArrayDeque<>();
        private int pendingBytes;
        private boolean mayWrite;
        private boolean mustFlush;
        private boolean isLast;
        private boolean isDone;
        private long written = System.nanoTime();
        private Future<?> looks;

        Stream(Context ctx, Source source) {
            this.source = source;
            try {
                this.out = ctx.res().getOutputStream();
            } catch (IOException e) {
                places.release();
                throw new UncheckedIOException(e);
            }
        }

        CompletableFuture<Void> begin() {
            open.add(this);
            synchronized (this) {
                add(": follows\n\n");
                looks = threads.scheduleWithFixedDelay(this::look, 0, lookMillis, TimeUnit.MILLISECONDS);
            }
            out.setWriteListener(this);
            return over;
        }

        private void look() {
            try {
                if (isFull()) {
                    return;
                }
                boolean goesOn = source.next(this::add, this::isFull);
                synchronized (this) {
                    if (!goesOn) {
                        isLast = true;
                        looks.cancel(false);
                    } else if (pending.isEmpty() && System.nanoTime() - written > BEAT_NANOS) {
                        add(": still here\n\n");
                    }
                }
                write();
            } catch (RuntimeException e) {
                if (!StoreAway.isCauseOf(e)) {
                    LOG.warn("A {} is not followed any more: {}", what, e.getMessage(), e);
                    finish();
                }
            }
        }

        private synchronized void add(String event) {
            byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
            pending.add(bytes);
            pendingBytes += bytes.length;
        }

        private synchronized boolean isFull() {
            return pendingBytes > MOST_PENDING_BYTES;
        }

        @Override
        public void onWritePossible() {
            synchronized (this) {
                mayWrite = true;
            }
            write();
        }

        /** Writes as much as the client takes just now. */
        private void write() {
            boolean isOver;
            try {
                isOver = writePending();
            } catch (IOException e) {
                isOver = true;
            }
            if (isOver) {
                finish();
            }
        }

        /** Whether the last byte is on its way. */
        private synchronized boolean writePending() throws IOException {
            while (mayWrite && !isDone && (mustFlush || !pending.isEmpty())) {
                if (pending.isEmpty()) {
                    mustFlush = false;
                    out.flush();
                } else {
                    byte[] next = pending.remove();
                    pendingBytes -= next.length;
                    mustFlush = true;
                    written = System.nanoTime();
                    out.write(next);
                }
                mayWrite = out.isReady();
            }
            return isLast && mayWrite && pending.isEmpty() && !mustFlush;
        }

        @Override
        public void onError(Throwable gone) {
            finish();
        }

        /** Does no more; the second time, nothing. */
        void finish() {
            synchronized (this) {
                if (isDone) {
                    return;
                }
                isDone = true;
                looks.cancel(false);
            }
            open.remove(this);
            places.release();
            over.complete(null);
        }
    }

    /** Ends all streams. */
    @Override
    public void close() {
        threads.shutdownNow();
        open.forEach(Stream::finish);
    }
}
