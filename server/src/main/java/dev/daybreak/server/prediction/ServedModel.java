package dev.daybreak.server.prediction;

import dev.daybreak.models.prediction.Predictor;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A predictor with everybody who uses it: the server itself, as long as the version is live, and each request. The last one
 * to let go closes it. Thread-safe.
 */
final class ServedModel implements AutoCloseable {
    private final String name;
    private final int version;
    private final Predictor predictor;
    private final Instant since = Instant.now();
    private final AtomicInteger users = new AtomicInteger(1);

    ServedModel(String name, int version, Predictor predictor) {
        this.name = name;
        this.version = version;
        this.predictor = predictor;
    }

    /** False if the last user has gone already; the model must then be looked up again. */
    boolean acquire() {
        return users.updateAndGet(count -> count == 0 ? 0 : count + 1) > 0;
    }

    String name() {
        return name;
    }

    int version() {
        return version;
    }

    /** When this process began to answer with it. */
    Instant since() {
        return since;
    }

    Predictor predictor() {
        return predictor;
    }

    /** Whether the predictor is closed. */
    boolean isReleased() {
        return users.get() == 0;
    }

    /** One user lets go. */
    @Override
    public void close() {
        if (users.decrementAndGet() == 0) {
            predictor.close();
        }
    }
}
