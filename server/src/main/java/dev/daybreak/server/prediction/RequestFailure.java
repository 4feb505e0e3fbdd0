package dev.daybreak.server.prediction;

import dev.daybreak.project.problem.DaybreakException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request that gets no prediction, with what its sender is told. */
final class RequestFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String place;
    private final String mend;

    /** @param place such as {@code row 3}; empty if it is the request as a whole */
    RequestFailure(int status, String code, String message, String place, String mend) {
        super(message);
        this.status = status;
        this.code = code;
        this.place = place;
        this.mend = mend;
    }

    static RequestFailure badRequest(String message, String place, String mend) {
        return new RequestFailure(400, "BAD_REQUEST", message, place, mend);
    }

    static RequestFailure badRequest(DaybreakException failure, String place) {
        return new RequestFailure(400, failure.code().name(), failure.getMessage(), place, failure.mend());
    }

    int status() {
        return status;
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
