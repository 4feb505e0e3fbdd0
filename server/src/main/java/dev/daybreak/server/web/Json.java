package dev.daybreak.server.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON as it comes and goes over HTTP. Thread-safe. */
public final class Json {
    public static final String TYPE = "application/json";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** @param value maps, lists, texts, numbers, booleans, null and trees */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Answers are plain values", e);
        }
    }

    /** @throws HttpFailure 400 if the text is not exactly one JSON value */
    public static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? "body"
                    : "body:" + e.getLocation().getLineNr() + ":"
                            + e.getLocation().getColumnNr();
            throw HttpFailure.badRequest("Invalid JSON: " + e.getOriginalMessage(), place, "Send one JSON value.");
        }
    }
}
