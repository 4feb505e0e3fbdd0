package dev.daybreak.orchestration.backfill;

import dev.daybreak.orchestration.history.RunState;
import java.time.Instant;
import java.util.Optional;

/**
 * One run of a backfill.
 *
 * @param started when it was taken by a worker; empty while it waits
 * @param failure why it failed if it could not even begin; else its steps say it
 */
public record BackfillRun(
        String id,
        String words,
        RunState state,
        Optional<Instant> started,
        Optional<Instant> ended,
        Optional<String> failure) {}
