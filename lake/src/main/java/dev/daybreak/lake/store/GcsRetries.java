package dev.daybreak.lake.store;

import com.google.api.client.http.HttpResponseException;
import com.google.api.gax.retrying.ResultRetryAlgorithm;
import com.google.api.gax.retrying.TimedAttemptSettings;
import com.google.auth.Retryable;
import com.google.cloud.storage.StorageRetryStrategy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;

/**
 * Which requests to Google Cloud Storage are sent again. All may be sent twice: an object is written whole, once, under a name of its own. What
 * the client would tell of at once, an answer that is cut off, is tried again, too.
 */
final class GcsRetries implements StorageRetryStrategy {
    private static final ResultRetryAlgorithm<?> UNIFORM =
            StorageRetryStrategy.getUniformStorageRetryStrategy().getIdempotentHandler();

    @Override
    public ResultRetryAlgorithm<?> getIdempotentHandler() {
        return new Handler();
    }

    @Override
    public ResultRetryAlgorithm<?> getNonidempotentHandler() {
        return new Handler();
    }

    private static final class Handler implements ResultRetryAlgorithm<Object> {
        @Override
        public TimedAttemptSettings createNextAttempt(Throwable failure, Object answer, TimedAttemptSettings previous) {
            return null;
        }

        @Override
        public boolean shouldRetry(Throwable failure, Object answer) {
            return UNIFORM.shouldRetry(failure, null) || isOfTheNetwork(failure);
        }
    }

    private static boolean isOfTheNetwork(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Retryable token) {
                return token.isRetryable();
            }
            if (cause instanceof HttpResponseException) {
                return false;
            }
            if (cause instanceof IOException) {
                return cause instanceof SocketTimeoutException || !(cause instanceof InterruptedIOException);
            }
        }
        return false;
    }
}
