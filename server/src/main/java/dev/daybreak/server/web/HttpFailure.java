package dev.daybreak.server.web;

import dev.daybreak.project.problem.DaybreakException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request that cannot be answered as asked, with what its sender is told. */
public final class HttpFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String place;
    private final String mend;
    private final transient Map<String, String> headers;

    private HttpFailure(
            int status, String code, String message, String place, String mend, Map<String, String> headers) {
        super(message);
        this.status = status;
        this.code = code;
        this.place = place;
        this.mend = mend;
        this.headers = headers;
    }

    /** @param place such as {@code row 3}, or the name of a parameter; empty if it is the request as a whole */
    public HttpFailure(int status, String code, String message, String place, String mend) {
        this(status, code, message, place, mend, Map.of());
    }

    public static HttpFailure badRequest(String message, String place, String mend) {
        return new HttpFailure(400, "BAD_REQUEST", message, place, mend);
    }

    public static HttpFailure badRequest(DaybreakException failure, String place) {
        return new HttpFailure(400, failure.code().name(), failure.getMessage(), place, failure.mend());
    }

    public static HttpFailure notFound(String message, String mend) {
        return new HttpFailure(404, "NOT_FOUND", message, "", mend);
    }

    /** What is asked for does not fit how things stand. */
    public static HttpFailure conflict(String message, String mend) {
        return new HttpFailure(409, "CONFLICT", message, "", mend);
    }

    /** The same failure, answered with one more header. */
    public HttpFailure with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new HttpFailure(status, code, getMessage(), place, mend, more);
    }

    public int status() {
        return status;
    }

    /** What the sender may do about it; may be empty. */
    public String mend() {
        return mend;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** As JSON: {@code {"error": {code, message, place, mend}}}. */
    Map<String, Object> body() {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", getMessage());
        error.put("place", place);
        error.put("mend", mend);
        return Map.of("error", error);
    }
}
