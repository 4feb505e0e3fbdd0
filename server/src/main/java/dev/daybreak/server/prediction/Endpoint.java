package dev.daybreak.server.prediction;

import java.time.Instant;
import java.util.Optional;

/**
 * A model as this process answers for it.
 *
 * @param served what answers; empty if nothing does
 * @param obstacle why not the version answers that is to; empty if it does
 */
public record Endpoint(String model, Optional<Served> served, Optional<String> obstacle) {
    /** @param since when this process began to answer with it */
    public record Served(int version, Instant since) {}
}
