package dev.daybreak.server.iceberg;

import java.util.Map;

/**
 * What a request is answered.
 *
 * @param body JSON; empty for none
 */
record Answer(int status, String body, Map<String, String> headers) {
    /** Done, and nothing to tell. */
    static final Answer NOTHING = new Answer(204, "", Map.of());

    /** What was asked for has not changed since the sender asked. */
    static Answer unchanged(String tag) {
        return new Answer(304, "", Map.of("ETag", tag));
    }

    static Answer of(Object value) {
        return new Answer(200, IcebergJson.write(value), Map.of());
    }

    Answer tagged(String tag) {
        return new Answer(status, body, Map.of("ETag", tag));
    }
}
