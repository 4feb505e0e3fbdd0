package dev.daybreak.lake.store;

import dev.daybreak.project.lake.Warehouse;
import dev.daybreak.project.problem.ErrorCode;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** What S3 says, and what the SDK says that did not reach it. */
final class S3Failures implements Diagnosis {
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
    private final Warehouse.S3 access;

    S3Failures(Warehouse warehouse, Warehouse.S3 access) {
        this.warehouse = warehouse;
        this.access = access;
    }

    @Override
    public Optional<Finding> of(Throwable failure) {
        if (failure instanceof AbortedException) {
            return Optional.of(new Finding(ErrorCode.CANCELLED, "it was cancelled", ""));
        }
        if (failure instanceof AwsServiceException answered) {
            return Optional.of(answered(answered));
        }
        return failure instanceof SdkException unanswered ? Optional.of(unanswered(unanswered)) : Optional.empty();
    }

    private Finding answered(AwsServiceException answer) {
        Optional<AwsErrorDetails> details = Optional.ofNullable(answer.awsErrorDetails());
        String code = details.map(AwsErrorDetails::errorCode).orElse("");
        int status = answer.statusCode();
        if (code.equals("NoSuchBucket")) {
            return new Finding(
                    ErrorCode.NOT_FOUND,
                    "there is no bucket '" + warehouse.bucket() + "'",
                    "Make the bucket, or name the right one under 'lake: warehouse' in daybreak.yaml.");
        }
        if (WRONG_REGION.contains(code) || status == MOVED) {
            String region = Optional.ofNullable(answer.awsErrorDetails().sdkHttpResponse())
                    .flatMap(response -> response.firstMatchingHeader("x-amz-bucket-region"))
                    .map(found -> "'" + found + "'")
                    .orElse("another");
            return new Finding(
                    ErrorCode.UNREACHABLE,
                    "the bucket is in " + region + " region or at another address (" + code + ")",
                    "Say the bucket's region under 'lake: region' in daybreak.yaml, and its 'endpoint' if it is not Amazon's.");
        }
        if (WRONG_CLOCK.contains(code)) {
            return new Finding(
                    ErrorCode.UNREACHABLE,
                    "this machine's clock is too far from the store's (" + code + ")",
                    "Set the clock, best by NTP.");
        }
        if (WRONG_KEY.contains(code) || status == FORBIDDEN || status == UNAUTHORIZED) {
            return denied(code.isEmpty() ? "status " + status : code);
        }
        return new Finding(
                ErrorCode.UNREACHABLE,
                "it answered " + status + (code.isEmpty() ? "" : " " + code) + attempts(answer),
                "Wait until the store is well again; what failed is safe to run again.");
    }

    @Override
    public Finding denied(String code) {
        return new Finding(
                ErrorCode.OUT_OF_RESOURCES,
                "it refuses the credentials of " + credentials() + " (" + code + ")",
                "See that they are right and may list, read, write and delete objects below '" + warehouse.location()
                        + "' (s3:ListBucket, s3:GetObject, s3:PutObject, s3:DeleteObject).");
    }

    private Finding unanswered(SdkException client) {
        String message = String.valueOf(client.getMessage());
        if (message.contains("load credentials") || message.contains("Profile") || message.contains("profile file")) {
            return new Finding(
                    ErrorCode.OUT_OF_RESOURCES,
                    "there are no credentials in " + credentials(),
                    "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile of ~/.aws/credentials under"
                            + " 'lake: profile' in daybreak.yaml.");
        }
        if (message.contains("Unable to load region")) {
            return new Finding(
                    ErrorCode.UNREACHABLE,
                    "its region is not known",
                    "Say it under 'lake: region' in daybreak.yaml, or set AWS_REGION.");
        }
        return new Finding(
                ErrorCode.UNREACHABLE,
                "it does not answer" + attempts(client) + " (" + StoreFailures.root(client) + ")",
                "See that " + address()
                        + " can be reached from this machine, or mend 'lake: endpoint' in daybreak.yaml.");
    }

    /** Some failures are not tried again, and say nothing. */
    private static String attempts(SdkException failure) {
        Integer attempts = failure.numAttempts();
        return attempts == null || attempts < 2 ? "" : " after " + attempts + " attempts";
    }

    private String credentials() {
        return access.profile()
                .map(name -> "profile '" + name + "'")
                .orElse("the environment, the profile of AWS_PROFILE, or this machine");
    }

    @Override
    public String address() {
        return warehouse
                .endpoint()
                .map(endpoint -> "'" + endpoint + "'")
                .orElse("Amazon S3" + access.region().map(name -> " in " + name).orElse(""));
    }
}
