package dev.daybreak.lake.store;

import com.google.auth.Retryable;
import com.google.cloud.BaseServiceException;
import dev.daybreak.project.lake.Warehouse;
import dev.daybreak.project.problem.ErrorCode;
import java.util.Optional;

/** What Google Cloud Storage says, and what its client says that did not reach it. */
final class GcsFailures implements Diagnosis {
    private static final String NO_BUCKET = "bucket does not exist";
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final int UNAUTHORIZED = 401;

    private final Warehouse warehouse;

    GcsFailures(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    @Override
    public Optional<Finding> of(Throwable failure) {
        if (failure instanceof GcsClients.CredentialsMissing) {
            return Optional.of(
                    new Finding(
                            ErrorCode.OUT_OF_RESOURCES,
                            "there are no credentials in " + credentials() + " (" + StoreFailures.root(failure) + ")",
                            "Set GOOGLE_APPLICATION_CREDENTIALS to a file with a key, or run 'gcloud auth application-default login'."));
        }
        return failure instanceof BaseServiceException told ? Optional.of(finding(told)) : Optional.empty();
    }

    private Finding finding(BaseServiceException failure) {
        if (find(InterruptedException.class, failure).isPresent()) {
            return new Finding(ErrorCode.CANCELLED, "it was cancelled", "");
        }
        // What kept the client from getting a token.
        Optional<Retryable> token = find(Retryable.class, failure);
        if (token.isPresent()) {
            return token.get().isRetryable() ? unanswered(failure) : denied(StoreFailures.root(failure));
        }
        return failure.getCode() == 0 ? unanswered(failure) : answered(failure);
    }

    private static <T> Optional<T> find(Class<T> kind, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return Optional.of(kind.cast(cause));
            }
        }
        return Optional.empty();
    }

    private Finding answered(BaseServiceException answer) {
        int status = answer.getCode();
        if (status == NOT_FOUND && String.valueOf(answer.getMessage()).contains(NO_BUCKET)) {
            return new Finding(
                    ErrorCode.NOT_FOUND,
                    "there is no bucket '" + warehouse.bucket() + "'",
                    "Make the bucket, or name the right one under 'lake: warehouse' in daybreak.yaml.");
        }
        String code = status
                + Optional.ofNullable(answer.getReason())
                        .map(reason -> " " + reason)
                        .orElse("");
        if (status == FORBIDDEN || status == UNAUTHORIZED) {
            return denied(code);
        }
        return new Finding(
                ErrorCode.UNREACHABLE,
                "it answered " + code,
                "Wait until the store is well again; what failed is safe to run again.");
    }

    @Override
    public Finding denied(String code) {
        return new Finding(
                ErrorCode.OUT_OF_RESOURCES,
                "it refuses the credentials of " + credentials() + " (" + code + ")",
                "See that they are right and may list, read, write and delete objects below '" + warehouse.location()
                        + "' (the role roles/storage.objectUser on the bucket).");
    }

    private Finding unanswered(BaseServiceException failure) {
        return new Finding(
                ErrorCode.UNREACHABLE,
                "it does not answer (" + StoreFailures.root(failure) + ")",
                "See that " + address()
                        + " can be reached from this machine, or mend 'lake: endpoint' in daybreak.yaml.");
    }

    private static String credentials() {
        return "GOOGLE_APPLICATION_CREDENTIALS, of gcloud, or of this machine";
    }

    @Override
    public String address() {
        return warehouse.endpoint().map(endpoint -> "'" + endpoint + "'").orElse("Google Cloud Storage");
    }
}
