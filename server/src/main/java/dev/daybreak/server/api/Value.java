package dev.daybreak.server.api;

import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.project.time.DataInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Values of the domain as JSON has them. */
final class Value {
    static final Schema FAILURE = Schema.object(
                    Property.of("code", Schema.TEXT),
                    Property.of("message", Schema.TEXT),
                    Property.of("place", Schema.TEXT),
                    Property.of("mend", Schema.TEXT))
            .named("Failure");
    static final Schema PAUSE = Schema.object(
                    Property.of("at", Schema.INSTANT), Property.of("by", Schema.TEXT), Property.of("why", Schema.TEXT))
            .named("Pause");
    /** The reason that somebody gives. */
    static final Schema WHY = Schema.text(1_000);

    private Value() {}

    static String text(Instant instant) {
        return instant.toString();
    }

    static String text(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse(null);
    }

    /** In seconds. */
    static Double seconds(Instant start, Optional<Instant> end) {
        return end.map(last -> Duration.between(start, last).toMillis() / 1000.0)
                .orElse(null);
    }

    /** Null for all data. */
    static String start(DataInterval interval) {
        return interval.isAll() ? null : interval.start().toString();
    }

    /** Null for all data. */
    static String end(DataInterval interval) {
        return interval.isAll() ? null : interval.end().toString();
    }

    /** Null if empty. */
    static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    static Map<String, Object> failure(Optional<Failure> failure) {
        return failure.map(found -> {
                    Map<String, Object> value = new LinkedHashMap<>();
                    value.put("code", found.code().name());
                    value.put("message", found.message());
                    value.put("place", found.place());
                    value.put("mend", found.mend());
                    return value;
                })
                .orElse(null);
    }

    static Map<String, Object> pause(Instant at, String by, String why) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("at", at.toString());
        value.put("by", by);
        value.put("why", why);
        return value;
    }
}
