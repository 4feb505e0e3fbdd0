package dev.daybreak.server.iceberg;

import dev.daybreak.server.web.Failures;
import dev.daybreak.server.web.HttpFailure;
import io.javalin.http.Context;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NamespaceNotEmptyException;
import org.apache.iceberg.exceptions.NoSuchIcebergTableException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.apache.iceberg.exceptions.UnprocessableEntityException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.rest.responses.ErrorResponse;

/** Failures as Iceberg's clients know them: a status, and the name of the exception that they throw. */
final class IcebergFailures {
    private static final Map<Class<? extends RuntimeException>, Integer> STATUSES = new LinkedHashMap<>();
    private static final String RETRY_SECONDS = "1";

    static {
        STATUSES.put(BadRequestException.class, 400);
        STATUSES.put(ValidationException.class, 400);
        STATUSES.put(IllegalArgumentException.class, 400);
        STATUSES.put(NotAuthorizedException.class, 401);
        STATUSES.put(ForbiddenException.class, 403);
        STATUSES.put(NoSuchNamespaceException.class, 404);
        STATUSES.put(NoSuchTableException.class, 404);
        STATUSES.put(NoSuchIcebergTableException.class, 404);
        STATUSES.put(NoSuchViewException.class, 404);
        STATUSES.put(NotFoundException.class, 404);
        STATUSES.put(UnsupportedOperationException.class, 406);
        STATUSES.put(NamespaceNotEmptyException.class, 409);
        STATUSES.put(AlreadyExistsException.class, 409);
        STATUSES.put(CommitFailedException.class, 409);
        STATUSES.put(UnprocessableEntityException.class, 422);
        STATUSES.put(CommitStateUnknownException.class, 500);
        STATUSES.put(ServiceUnavailableException.class, 503);
    }

    private IcebergFailures() {}

    /** The answer that tells a failure. */
    static Answer answer(Context ctx, Exception thrown) {
        for (Map.Entry<Class<? extends RuntimeException>, Integer> known : STATUSES.entrySet()) {
            if (known.getKey().isInstance(thrown)) {
                return answer(known.getValue(), known.getKey().getSimpleName(), thrown.getMessage(), Map.of());
            }
        }
        if (isBusy(thrown)) {
            return answer(
                    503,
                    ServiceUnavailableException.class.getSimpleName(),
                    "Cannot write to the catalog: another process holds it for long. Try again later.",
                    Map.of("Retry-After", RETRY_SECONDS));
        }
        HttpFailure failure = Failures.of(ctx, thrown);
        return answer(
                failure.status(),
                type(failure.status()),
                (failure.getMessage() + " " + failure.mend()).strip(),
                failure.headers());
    }

    private static Answer answer(int status, String type, String message, Map<String, String> headers) {
        ErrorResponse error = ErrorResponse.builder()
                .responseCode(status)
                .withType(type)
                .withMessage(String.valueOf(message))
                .build();
        return new Answer(status, IcebergJson.write(error), headers);
    }

    private static boolean isBusy(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException
                    && String.valueOf(cause.getMessage()).contains("SQLITE_BUSY")) {
                return true;
            }
        }
        return false;
    }

    private static String type(int status) {
        Class<?> type =
                switch (status) {
                    case 401 -> NotAuthorizedException.class;
                    case 403 -> ForbiddenException.class;
                    case 404 -> NotFoundException.class;
                    case 503 -> ServiceUnavailableException.class;
                    default -> status < 500 ? BadRequestException.class : ServiceFailureException.class;
                };
        return type.getSimpleName();
    }
}
