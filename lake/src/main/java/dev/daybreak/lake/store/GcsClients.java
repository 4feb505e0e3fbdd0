package dev.daybreak.lake.store;

import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import dev.daybreak.project.lake.Warehouse;
import java.io.IOException;
import java.time.Duration;

/** Makes clients of Google Cloud Storage. */
final class GcsClients {
    private static final int MILLIS_TO_CONNECT = 10_000;
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    /** No request that is sent names a project; the client would look for one on the network. */
    private static final String NO_PROJECT = "none";

    private GcsClients() {}

    /** There are no credentials where they are looked for, or they cannot be read. */
    static final class CredentialsMissing extends RuntimeException {
        CredentialsMissing(IOException cause) {
            super("no credentials", cause);
        }
    }

    static Storage open(Warehouse warehouse, Warehouse.Gcs access, Patience patience) {
        int silenceMillis = Math.toIntExact(patience.silence().toMillis());
        StorageOptions.Builder builder = StorageOptions.http()
                .setProjectId(NO_PROJECT)
                .setCredentials(credentials(warehouse))
                .setRetrySettings(retries(patience))
                .setStorageRetryStrategy(new GcsRetries())
                .setTransportOptions(HttpTransportOptions.newBuilder()
                        .setConnectTimeout(Math.min(MILLIS_TO_CONNECT, silenceMillis))
                        .setReadTimeout(silenceMillis)
                        .build());
        warehouse.endpoint().ifPresent(endpoint -> builder.setHost(endpoint.toString()));
        access.project().ifPresent(builder::setQuotaProjectId);
        return builder.build().getService();
    }

    private static RetrySettings retries(Patience patience) {
        return RetrySettings.newBuilder()
                .setMaxAttempts(patience.attempts())
                .setInitialRetryDelayDuration(FIRST_WAIT)
                .setRetryDelayMultiplier(2)
                .setMaxRetryDelayDuration(LONGEST_WAIT)
                .build();
    }

    private static Credentials credentials(Warehouse warehouse) {
        try {
            return GoogleCredentials.getApplicationDefault();
        } catch (IOException e) {
            // A server for trials, which is no store of Google's, knows nobody.
            boolean areNone = String.valueOf(e.getMessage()).contains("credentials were not found");
            if (areNone && warehouse.endpoint().isPresent()) {
                return NoCredentials.getInstance();
            }
            throw new CredentialsMissing(e);
        }
    }
}
