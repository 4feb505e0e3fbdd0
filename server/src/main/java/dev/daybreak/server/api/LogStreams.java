package dev.daybreak.server.api;

import dev.daybreak.orchestration.history.AttemptRecord;
import dev.daybreak.orchestration.history.LogFollow;
import dev.daybreak.orchestration.store.StoreAway;
import dev.daybreak.server.web.HttpFailure;
import dev.daybreak.server.web.Json;
import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs that are sent while they are written, as server-sent events. All streams share two threads, and none of the server's waits for a
 * client: what a client does not take is kept up to a bound, and no more is read for it until it has taken that. Thread-safe.
 */
final class LogStreams implements AutoCloseable {
    /** More are refused. */
    static final int MOST = 64;

    private static final Logger LOG = LoggerFactory.getLogger(LogStreams.class);
    private static final long LOOK_MILLIS = 250;
    /** So often something is sent, so that it is noticed if nobody is there any more. */
    private static final long BEAT_NANOS = TimeUnit.SECONDS.toNanos(15);

    private static final long RECOVERY_SECONDS = 5;
    private static final int MOST_PENDING_BYTES = 256 * 1024;

    private final Runnable recover;
    private final Semaphore places = new Semaphore(MOST);
    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "daybreak-log-streams");
        thread.setDaemon(true);
        return thread;
    });

    /** @param recover settles what dead processes began, whose runs would else never be over; called while somebody follows a log */
    @SuppressWarnings("FutureReturnValueIgnored") // Goes on until it is shut down; lets no exception out.
    LogStreams(Runnable recover) {
        this.recover = recover;
        threads.scheduleWithFixedDelay(this::recover, RECOVERY_SECONDS, RECOVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void recover() {
        if (open.isEmpty()) {
            return;
        }
        try {
            recover.run();
        } catch (RuntimeException e) {
            LOG.warn("Cannot settle what dead processes left; trying again: {}", e.getMessage());
        }
    }

    /**
     * Answers a request with what is written from now on, and all that was before.
     *
     * @param outcome what the last event tells
     * @throws HttpFailure 503 if there are too many streams
     */
    void open(Context ctx, LogFollow logs, Supplier<String> outcome) {
        if (!places.tryAcquire()) {
            throw new HttpFailure(
                            503,
                            "TOO_MANY_STREAMS",
                            "Cannot follow another log: " + MOST + " are followed already, and no more are permitted.",
                            "",
                            "Try again later, or ask for the log as it is.")
                    .with("Retry-After", "10");
        }
        ctx.contentType("text/event-stream;charset=utf-8");
        ctx.header("Cache-Control", "no-cache");
        ctx.header("X-Accel-Buffering", "no");
        ctx.future(() -> new Stream(ctx, logs, outcome).begin());
    }

    private final class Stream implements WriteListener {
        private final ServletOutputStream out;
        private final LogFollow logs;
        private final Supplier<String> outcome;
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

        Stream(Context ctx, LogFollow logs, Supplier<String> outcome) {
            this.logs = logs;
            this.outcome = outcome;
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
                looks = threads.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
            out.setWriteListener(this);
            return over;
        }

        private void look() {
            try {
                if (isFull()) {
                    return;
                }
                boolean goesOn = logs.next(this::tell, this::isFull);
                synchronized (this) {
                    if (!goesOn) {
                        add("event: end\ndata: " + Json.write(Map.of("state", outcome.get())) + "\n\n");
                        isLast = true;
                        looks.cancel(false);
                    } else if (pending.isEmpty() && System.nanoTime() - written > BEAT_NANOS) {
                        add(": still here\n\n");
                    }
                }
                write();
            } catch (RuntimeException e) {
                if (!StoreAway.isCauseOf(e)) {
                    LOG.warn("A log is not followed any more: {}", e.getMessage(), e);
                    finish();
                }
            }
        }

        private void tell(AttemptRecord attempt, String lines) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("attempt", attempt.name());
            data.put("asset", attempt.asset().toString());
            data.put("text", lines);
            add("event: lines\ndata: " + Json.write(data) + "\n\n");
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
