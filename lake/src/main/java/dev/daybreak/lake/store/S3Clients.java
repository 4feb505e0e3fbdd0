package dev.daybreak.lake.store;

import dev.daybreak.project.lake.Warehouse;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Makes clients of S3. */
final class S3Clients {
    private static final Duration TO_CONNECT = Duration.ofSeconds(10);
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration FIRST_WAIT_WHEN_BUSY = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    /** Stores other than Amazon's take any region. */
    private static final Region ANY = Region.US_EAST_1;

    private static final int CONNECTIONS = 64;

    private S3Clients() {}

    static S3Client open(Warehouse warehouse, Warehouse.S3 access, Patience patience) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(CONNECTIONS)
                        .connectionTimeout(min(TO_CONNECT, patience.silence()))
                        .socketTimeout(patience.silence()))
                .overrideConfiguration(configuration(access, patience))
                .credentialsProvider(credentials(access))
                .region(region(warehouse, access))
                .forcePathStyle(access.pathStyle());
        warehouse.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static ClientOverrideConfiguration configuration(Warehouse.S3 access, Patience patience) {
        ClientOverrideConfiguration.Builder configuration =
                ClientOverrideConfiguration.builder().retryStrategy(retries(patience));
        access.profile().ifPresent(configuration::defaultProfileName);
        return configuration.build();
    }

    /** The SDK's own strategy with more tries. Its circuit breaker would give up on all requests because some failed. */
    private static StandardRetryStrategy retries(Patience patience) {
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(patience.attempts())
                .backoffStrategy(BackoffStrategy.exponentialDelay(FIRST_WAIT, LONGEST_WAIT))
                .throttlingBackoffStrategy(BackoffStrategy.exponentialDelay(FIRST_WAIT_WHEN_BUSY, LONGEST_WAIT))
                .circuitBreakerEnabled(false)
                .build();
    }

    private static AwsCredentialsProvider credentials(Warehouse.S3 access) {
        return access.profile()
                .<AwsCredentialsProvider>map(ProfileCredentialsProvider::create)
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    private static Region region(Warehouse warehouse, Warehouse.S3 access) {
        if (access.region().isPresent()) {
            return Region.of(access.region().get());
        }
        DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
        access.profile().ifPresent(chain::profileName);
        try {
            return chain.build().getRegion();
        } catch (SdkClientException e) {
            if (warehouse.endpoint().isPresent()) {
                return ANY;
            }
            throw e;
        }
    }
}
