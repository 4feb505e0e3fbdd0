package dev.daybreak.orchestration.alert;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A message as it is remembered.
 *
 * @param id the same with every try
 * @param document what it tells, as the target gets it
 * @param tries how often it was tried
 * @param failure why the last try failed; empty if none did
 */
public record AlertRecord(
        String id,
        String target,
        Map<String, Object> document,
        AlertState state,
        Instant created,
        int tries,
        Optional<Instant> ended,
        Optional<String> failure) {
    /** The line that says it all. */
    public String text() {
        return String.valueOf(document.get("text"));
    }
}
