package dev.daybreak.server.api;

import dev.daybreak.orchestration.history.AttemptRecord;
import dev.daybreak.orchestration.history.LogFollow;
import dev.daybreak.server.web.EventStreams;
import dev.daybreak.server.web.HttpFailure;
import dev.daybreak.server.web.Json;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs that are sent while they are written. Thread-safe. */
final class LogStreams implements AutoCloseable {
    /** More are refused. */
    static final int MOST = 64;

    private static final Logger LOG = LoggerFactory.getLogger(LogStreams.class);
    private static final long LOOK_MILLIS = 250;
    private static final long RECOVERY_SECONDS = 5;

    private final EventStreams streams = new EventStreams("log", MOST, LOOK_MILLIS);
    private final Runnable recover;
    private final ScheduledExecutorService recovery = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "daybreak-log-recovery");
        thread.setDaemon(true);
        return thread;
    });

    /** @param recover settles what dead processes began, whose runs would else never be over; called while somebody follows a log */
    @SuppressWarnings("FutureReturnValueIgnored") // Goes on until it is shut down; lets no exception out.
    LogStreams(Runnable recover) {
        this.recover = recover;
        recovery.scheduleWithFixedDelay(this::recover, RECOVERY_SECONDS, RECOVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void recover() {
        if (!streams.isAnyOpen()) {
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
        streams.open(ctx, (events, isEnough) -> {
            boolean goesOn = logs.next((attempt, lines) -> events.accept(event(attempt, lines)), isEnough);
            if (!goesOn) {
                events.accept("event: end\ndata: " + Json.write(Map.of("state", outcome.get())) + "\n\n");
            }
            return goesOn;
        });
    }

    private static String event(AttemptRecord attempt, String lines) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("attempt", attempt.name());
        data.put("asset", attempt.asset().toString());
        data.put("text", lines);
        return "event: lines\ndata: " + Json.write(data) + "\n\n";
    }

    /** Ends all streams. */
    @Override
    public void close() {
        recovery.shutdownNow();
        streams.close();
    }
}
