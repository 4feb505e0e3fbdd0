package dev.daybreak.lake.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.auth.Retryable;
import com.google.cloud.storage.StorageException;
import dev.daybreak.project.lake.Warehouse;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.Optional;
import org.apache.iceberg.exceptions.NotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

class StoreFailuresTest {
    private static final Warehouse WAREHOUSE = new Warehouse(
            "s3://lake/prod",
            Optional.of(URI.create("https://minio:9000")),
            new Warehouse.S3(Optional.empty(), true, Optional.of("etl")),
            1_000_000);

    private static final Warehouse GOOGLES =
            new Warehouse("gs://lake/prod", Optional.empty(), new Warehouse.Gcs(Optional.empty()), 1_000_000);

    private static DaybreakException told(RuntimeException failure) {
        return told(WAREHOUSE, failure);
    }

    private static DaybreakException told(Warehouse warehouse, Throwable failure) {
        return new StoreFailures(warehouse)
                .tell("read '" + warehouse.location() + "/x'", new IllegalStateException(failure))
                .orElseThrow();
    }

    private static S3Exception answer(int status, String code) {
        return (S3Exception) S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .sdkHttpResponse(SdkHttpResponse.builder()
                                .putHeader("x-amz-bucket-region", "eu-west-3")
                                .build())
                        .build())
                .numAttempts(3)
                .build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | NoSuchBucket                 | NOT_FOUND        | there is no bucket 'lake'                    | 'lake: warehouse'",
                "301 | PermanentRedirect            | UNREACHABLE      | the bucket is in 'eu-west-3' region          | 'lake: region'",
                "400 | AuthorizationHeaderMalformed | UNREACHABLE      | the bucket is in 'eu-west-3' region          | 'lake: region'",
                "403 | AccessDenied                 | OUT_OF_RESOURCES | refuses the credentials of profile 'etl'     | s3:PutObject",
                "403 | InvalidAccessKeyId           | OUT_OF_RESOURCES | (InvalidAccessKeyId)                         | s3:ListBucket",
                "400 | ExpiredToken                 | OUT_OF_RESOURCES | (ExpiredToken)                               | s3:ListBucket",
                "403 | RequestTimeTooSkewed         | UNREACHABLE      | clock is too far from the store's            | Set the clock",
                "503 | SlowDown                     | UNREACHABLE      | it answered 503 SlowDown after 3 attempts    | safe to run again"
            })
    void whatAStoreAnswersIsToldWithWhatToDo(int status, String code, ErrorCode told, String why, String mend) {
        DaybreakException failure = told(answer(status, code));

        assertThat(failure.code()).isEqualTo(told);
        assertThat(failure.getMessage())
                .startsWith(
                        "Cannot read 's3://lake/prod/x': the store at 'https://minio:9000' with 's3://lake/prod' failed: ")
                .contains(why);
        assertThat(failure.mend()).contains(mend);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Unable to load credentials from any of the providers | OUT_OF_RESOURCES | no credentials in profile 'etl' | AWS_ACCESS_KEY_ID",
                "Profile file contained no credentials for profile     | OUT_OF_RESOURCES | no credentials in profile 'etl' | 'lake: profile'",
                "Unable to load region from any of the providers       | UNREACHABLE      | its region is not known          | AWS_REGION",
                "Unable to execute HTTP request: refused               | UNREACHABLE      | it does not answer (SdkClientException: Unable to execute HTTP request: refused) | 'https://minio:9000'"
            })
    void whatNeverReachedAStoreIsToldToo(String message, ErrorCode told, String why, String mend) {
        DaybreakException failure = told(SdkClientException.create(message));

        assertThat(failure.code()).isEqualTo(told);
        assertThat(failure.getMessage()).contains(why);
        assertThat(failure.mend()).contains(mend);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | notFound  | The specified bucket does not exist. | NOT_FOUND        | there is no bucket 'lake'              | 'lake: warehouse'",
                "403 | forbidden | ada has no access                    | OUT_OF_RESOURCES | (403 forbidden)                        | roles/storage.objectUser",
                "401 | authError | Invalid Credentials                  | OUT_OF_RESOURCES | refuses the credentials of GOOGLE_APPL | below 'gs://lake/prod'",
                "503 |           | Service Unavailable                  | UNREACHABLE      | it answered 503                        | safe to run again"
            })
    void whatGoogleAnswersIsToldWithWhatToDo(
            int status, String reason, String message, ErrorCode told, String why, String mend) {
        DaybreakException failure = told(GOOGLES, new StorageException(status, message, reason, null));

        assertThat(failure.code()).isEqualTo(told);
        assertThat(failure.getMessage())
                .startsWith(
                        "Cannot read 'gs://lake/prod/x': the store at Google Cloud Storage with 'gs://lake/prod' failed: ")
                .contains(why);
        assertThat(failure.mend()).contains(mend);
    }

    @Test
    void whatNeverReachedGoogleIsToldToo() {
        DaybreakException silent = told(GOOGLES, new StorageException(new ConnectException("Connection refused")));
        DaybreakException nobody = told(GOOGLES, new GcsClients.CredentialsMissing(new IOException("nothing found")));

        assertThat(silent).hasMessageContaining("it does not answer (ConnectException: Connection refused)");
        assertThat(nobody.code()).isEqualTo(ErrorCode.OUT_OF_RESOURCES);
        assertThat(nobody).hasMessageContaining("there are no credentials").hasMessageContaining("nothing found");
        assertThat(nobody.mend()).contains("GOOGLE_APPLICATION_CREDENTIALS", "gcloud auth application-default login");
    }

    /** What the client says that got no token. */
    private static final class NoToken extends IOException implements Retryable {
        private final boolean isRetryable;

        NoToken(String message, boolean isRetryable) {
            super(message);
            this.isRetryable = isRetryable;
        }

        @Override
        public boolean isRetryable() {
            return isRetryable;
        }

        @Override
        public int getRetryCount() {
            return 3;
        }
    }

    @Test
    void whoGetsNoTokenFromGoogleIsToldWhetherHeIsRefused() {
        DaybreakException refused = told(GOOGLES, new StorageException(new NoToken("invalid_grant", false)));
        DaybreakException away = told(GOOGLES, new StorageException(new NoToken("Connection refused", true)));

        assertThat(refused.code()).isEqualTo(ErrorCode.OUT_OF_RESOURCES);
        assertThat(refused).hasMessageContaining("refuses the credentials").hasMessageContaining("invalid_grant");
        assertThat(away.code()).isEqualTo(ErrorCode.UNREACHABLE);
        assertThat(away).hasMessageContaining("it does not answer").hasMessageContaining("Connection refused");
    }

    @Test
    void whatWasCancelledIsToldAsSuch() {
        assertThat(told(AbortedException.create("interrupted")).code()).isEqualTo(ErrorCode.CANCELLED);
    }

    @Test
    void whatIsNotTheStoresIsLeftToOthers() {
        StoreFailures failures = new StoreFailures(WAREHOUSE);

        assertThat(failures.tell("x", new IllegalStateException("mine"))).isEmpty();
        assertThat(failures.tell("x", new NotFoundException(answer(404, "NoSuchKey"), "gone")))
                .isEmpty();
    }
}
