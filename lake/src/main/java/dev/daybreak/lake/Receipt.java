package dev.daybreak.lake;

import java.time.Instant;
import java.util.Objects;

/**
 * What a request was answered, so that the same request, sent again, is answered alike and does nothing.
 *
 * @param key the sender's, another for each request
 * @param request tells one request from another, such as a hash
 * @param status of HTTP
 * @param metadata where the table's metadata lies that the answer is made of; empty if the body is the answer
 */
public record Receipt(String key, String request, int status, String body, String metadata, Instant at) {
    public Receipt {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(metadata, "metadata");
        Objects.requireNonNull(at, "at");
    }

    /** An answer as it was sent. */
    public static Receipt ofBody(String key, String request, int status, String body, Instant at) {
        return new Receipt(key, request, status, body, "", at);
    }

    /** An answer that is a table as a metadata file has it. */
    public static Receipt ofTable(String key, String request, String metadata, Instant at) {
        return new Receipt(key, request, 200, "", metadata, at);
    }
}
