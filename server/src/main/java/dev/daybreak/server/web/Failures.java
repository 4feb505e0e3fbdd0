package dev.daybreak.server.web;

import dev.daybreak.orchestration.store.StoreAway;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.Place;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every failure in one form. */
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final Map<Integer, String> CODES = Map.of(
            400,
            "BAD_REQUEST",
            404,
            "NOT_FOUND",
            405,
            "METHOD_NOT_ALLOWED",
            413,
            "TOO_LARGE",
            415,
            "UNSUPPORTED_MEDIA_TYPE");
    private static final String RETRY_SECONDS = "5";

    private Failures() {}

    static void answer(Context ctx, Exception thrown) {
        HttpFailure failure = of(ctx, thrown);
        failure.headers().forEach(ctx::header);
        ctx.status(failure.status()).contentType(Json.TYPE).result(Json.write(failure.body()) + "\n");
    }

    /** What the sender of a request is told of what was thrown; defects are logged. */
    public static HttpFailure of(Context ctx, Exception thrown) {
        if (thrown instanceof HttpFailure known) {
            return known;
        }
        if (thrown instanceof HttpResponseException response) {
            return ofServer(ctx, response);
        }
        if (StoreAway.isCauseOf(thrown)) {
            return new HttpFailure(
                            503,
                            ErrorCode.UNREACHABLE.name(),
                            "Cannot reach the metadata store.",
                            "",
                            "Try again later; /ready says when it answers again.")
                    .with("Retry-After", RETRY_SECONDS);
        }
        if (thrown instanceof DaybreakException told && told.code() != ErrorCode.INTERNAL) {
            HttpFailure failure = new HttpFailure(
                    status(told.code()),
                    told.code().name(),
                    told.getMessage(),
                    told.place().map(Place::toString).orElse(""),
                    told.mend());
            return failure.status() == 503 ? failure.with("Retry-After", RETRY_SECONDS) : failure;
        }
        LOG.error("A request failed: {} {}", ctx.method(), ctx.path(), thrown);
        return new HttpFailure(
                500,
                ErrorCode.INTERNAL.name(),
                "Cannot answer: a defect in Daybreak.",
                "",
                "See the server's log, and report it.");
    }

    /** The status that whoever sent the request gets for what was thrown. */
    public static int status(Exception thrown) {
        if (thrown instanceof HttpFailure known) {
            return known.status();
        }
        if (thrown instanceof HttpResponseException response) {
            return response.getStatus();
        }
        if (StoreAway.isCauseOf(thrown)) {
            return 503;
        }
        return thrown instanceof DaybreakException told ? status(told.code()) : 500;
    }

    private static HttpFailure ofServer(Context ctx, HttpResponseException response) {
        int status = response.getStatus();
        String code = CODES.getOrDefault(status, "HTTP_" + status);
        return switch (status) {
            case 404 ->
                new HttpFailure(
                        404, code, "Cannot find '" + ctx.path() + "'.", "", "See /api/v1/openapi.json for all paths.");
            case 405 ->
                new HttpFailure(
                                405,
                                code,
                                "Cannot " + ctx.method() + " '" + ctx.path() + "': it does not take that method.",
                                "",
                                "See /api/v1/openapi.json for the methods of each path.")
                        .with("Allow", response.getDetails().getOrDefault("availableMethods", ""));
            default -> new HttpFailure(status, code, String.valueOf(response.getMessage()), "", "");
        };
    }

    private static int status(ErrorCode code) {
        return switch (code) {
            case NOT_FOUND -> 404;
            case UNREACHABLE, OUT_OF_RESOURCES, TIMED_OUT -> 503;
            case SUPERSEDED, CANCELLED -> 409;
            case INTERNAL, STEP_FAILED -> 500;
            case WRONG_USE,
                    INVALID_PROJECT,
                    NEWER_PROJECT,
                    INVALID_SQL,
                    QUERY_FAILED,
                    BAD_SOURCE,
                    CHECK_FAILED,
                    MISSING_INPUT,
                    TRAINING_FAILED,
                    BAD_VALUE,
                    OMITTED,
                    BAD_REQUEST -> 400;
        };
    }
}
