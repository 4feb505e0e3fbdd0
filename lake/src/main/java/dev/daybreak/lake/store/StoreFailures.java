package dev.daybreak.lake.store;

import dev.daybreak.project.lake.Warehouse;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NotFoundException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** Tells what went wrong with a store: what was tried, what it said, and how to mend it. Never tells a key. */
public final class StoreFailures {
    private static final Set<String> WRONG_REGION = Set.of(
            "PermanentRedirect",
            "AuthorizationHeaderMalformed",
            "IllegalLocationConstraintException",
            "MovedPermanently");
    private static final Set<String> WRONG_KEY = Set.of(
            "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "TokenRefreshRequired");
    private static final Set<String> WRONG_CLOCK = Set.of("RequestTimeTooSkewed", "RequestExpired");
    private static final int MOVED = 301;
    private static final int FORBIDDEN = 403;
    private static final int UNAUTHORIZED = 401;

    private final Warehouse warehouse;

    public StoreFailures(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    /** Runs an action; what the store has a part in is thrown in the words of users. */
    public <T> T told(String what, Supplier<T> action) {
        try {
            return action.get();
        } catch (RuntimeException e) {
            throw tell(what, e).<RuntimeException>map(told -> told).orElse(e);
        }
    }

    /**
     * A failure in the words of users; empty if the store has no part in it.
     *
     * @param what could not be done, such as "read table 'raw.clicks'"
     */
    public Optional<DaybreakException> tell(String what, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DaybreakException told) {
                return Optional.of(told);
            }
            if (cause instanceof NotFoundException) {
                return Optional.empty();
            }
            if (cause instanceof InterruptedTransfer
                    || cause instanceof AbortedException
                    || cause instanceof ClosedByInterruptException) {
                return Optional.of(new DaybreakException(
                        ErrorCode.CANCELLED, "Cannot " + what + ": it was cancelled.", "", failure));
            }
            if (cause instanceof AwsServiceException answered) {
                return Optional.of(answered(what, answered, failure));
            }
            if (cause instanceof SdkException unanswered) {
                return Optional.of(unanswered(what, unanswered, failure));
            }
            if (cause instanceof ForbiddenException) {
                return Optional.of(denied(what, String.valueOf(cause.getMessage()), failure));
            }
        }
        return Optional.empty();
    }

    private DaybreakException answered(String what, AwsServiceException answer, Throwable failure) {
        Optional<AwsErrorDetails> details = Optional.ofNullable(answer.awsErrorDetails());
        String code = details.map(AwsErrorDetails::errorCode).orElse("");
        int status = answer.statusCode();
        if (code.equals("NoSuchBucket")) {
            return failed(
                    ErrorCode.NOT_FOUND,
                    what,
                    "there is no bucket '" + warehouse.bucket() + "'",
                    "Make the bucket, or name the right one under 'lake: warehouse' in daybreak.yaml.",
                    failure);
        }
        if (WRONG_REGION.contains(code) || status == MOVED) {
            String region = Optional.ofNullable(answer.awsErrorDetails().sdkHttpResponse())
                    .flatMap(response -> response.firstMatchingHeader("x-amz-bucket-region"))
                    .map(found -> "'" + found + "'")
                    .orElse("another");
            return failed(
                    ErrorCode.UNREACHABLE,
                    what,
                    "the bucket is in " + region + " region or at another address (" + code + ")",
                    "Say the bucket's region under 'lake: region' in daybreak.yaml, and its 'endpoint' if it is not Amazon's.",
                    failure);
        }
        if (WRONG_CLOCK.contains(code)) {
            return failed(
                    ErrorCode.UNREACHABLE,
                    what,
                    "this machine's clock is too far from the store's (" + code + ")",
                    "Set the clock, best by NTP.",
                    failure);
        }
        if (WRONG_KEY.contains(code) || status == FORBIDDEN || status == UNAUTHORIZED) {
            return denied(what, code.isEmpty() ? "status " + status : code, failure);
        }
        return failed(
                ErrorCode.UNREACHABLE,
                what,
                "it answered " + status + (code.isEmpty() ? "" : " " + code) + attempts(answer),
                "Wait until the store is well again; what failed is safe to run again.",
                failure);
    }

    private DaybreakException denied(String what, String code, Throwable failure) {
        return failed(
                ErrorCode.OUT_OF_RESOURCES,
                what,
                "it refuses the credentials of " + credentials() + " (" + code + ")",
                "See that they are right and may list, read, write and delete objects below '" + warehouse.location()
                        + "' (s3:ListBucket, s3:GetObject, s3:PutObject, s3:DeleteObject).",
                failure);
    }

    private DaybreakException unanswered(String what, SdkException client, Throwable failure) {
        String message = String.valueOf(client.getMessage());
        if (message.contains("load credentials") || message.contains("Profile") || message.contains("profile file")) {
            return failed(
                    ErrorCode.OUT_OF_RESOURCES,
                    what,
                    "there are no credentials in " + credentials(),
                    "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile of ~/.aws/credentials under"
                            + " 'lake: profile' in daybreak.yaml.",
                    failure);
        }
        if (message.contains("Unable to load region")) {
            return failed(
                    ErrorCode.UNREACHABLE,
                    what,
                    "its region is not known",
                    "Say it under 'lake: region' in daybreak.yaml, or set AWS_REGION.",
                    failure);
        }
        return failed(
                ErrorCode.UNREACHABLE,
                what,
                "it does not answer" + attempts(client) + " (" + root(client) + ")",
                "See that " + address()
                        + " can be reached from this machine, or mend 'lake: endpoint' in daybreak.yaml.",
                failure);
    }

    /** Some failures are not tried again, and say nothing. */
    private static String attempts(SdkException failure) {
        Integer attempts = failure.numAttempts();
        return attempts == null || attempts < 2 ? "" : " after " + attempts + " attempts";
    }

    /** What is said at the bottom: which host is not known, which port refuses. */
    private static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    private String credentials() {
        return warehouse
                .profile()
                .map(name -> "profile '" + name + "'")
                .orElse("the environment, the profile of AWS_PROFILE, or this machine");
    }

    private String address() {
        return warehouse
                .endpoint()
                .map(endpoint -> "'" + endpoint + "'")
                .orElse("Amazon S3"
                        + warehouse.region().map(name -> " in " + name).orElse(""));
    }

    private DaybreakException failed(ErrorCode code, String what, String why, String mend, Throwable failure) {
        return new DaybreakException(
                code,
                "Cannot " + what + ": the store at " + address() + " with '" + warehouse.location() + "' failed: "
                        + why,
                mend,
                failure);
    }
}
