package dev.daybreak.project.lake;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where tables lie that are kept in an object store. Credentials are no part of it: they come from the environment or from a profile.
 *
 * @param location a bucket with a prefix or without one, such as {@code s3://lake/prod} or {@code gs://lake/prod}; no slash at its end
 * @param endpoint where the store answers; empty: Amazon's own for the region, or Google's
 * @param access what requests need besides; of the kind that the location's scheme says
 * @param cacheBytes how much of the disk copies of files may take
 */
public record Warehouse(String location, Optional<URI> endpoint, Access access, long cacheBytes) {
    /** What {@code warehouse} takes. */
    public static final String PERMITTED =
            "a bucket of S3 or of Google Cloud Storage with or without a prefix, such as 's3://company-lake/recommender' or"
                    + " 'gs://company-lake/recommender'";

    private static final String GCS = "gs://";
    private static final Pattern LOCATION = Pattern.compile("(s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]|" + GCS
            + "[a-z0-9][a-z0-9._-]{1,220}[a-z0-9])(/[A-Za-z0-9!_.*'()=-]+)*");

    /** What is said of the store besides where it is. */
    public sealed interface Access {}

    /**
     * Amazon S3, or a store that speaks its protocol.
     *
     * @param region empty: what the environment or the profile says
     * @param pathStyle whether buckets are named in the path of requests, not in the name of the host
     * @param profile of {@code ~/.aws/config} and {@code ~/.aws/credentials}; empty: the usual search for credentials
     */
    public record S3(Optional<String> region, boolean pathStyle, Optional<String> profile) implements Access {
        public S3 {
            Objects.requireNonNull(region, "region");
            Objects.requireNonNull(profile, "profile");
        }
    }

    /**
     * Google Cloud Storage.
     *
     * @param project that requests are counted for and billed to; empty: the one of the credentials, and for data the bucket's own
     */
    public record Gcs(Optional<String> project) implements Access {
        public Gcs {
            Objects.requireNonNull(project, "project");
        }
    }

    public Warehouse {
        Objects.requireNonNull(endpoint, "endpoint");
        if (!LOCATION.matcher(location).matches()) {
            throw new IllegalArgumentException("Invalid warehouse '" + location + "': permitted is " + PERMITTED);
        }
        if (isGcs(location) != access instanceof Gcs) {
            throw new IllegalArgumentException("Invalid access " + access + " to warehouse '" + location + "'");
        }
    }

    /** Whether a location is in Google Cloud Storage, not in S3. */
    public static boolean isGcs(String location) {
        return location.startsWith(GCS);
    }

    /** A location as it was written, without a slash at its end; empty if it is none. */
    public static Optional<String> location(String text) {
        String location = text.strip().replaceFirst("/+$", "");
        boolean hasDots = location.contains("/./") || location.contains("/../") || location.endsWith("/..");
        return LOCATION.matcher(location).matches() && !hasDots ? Optional.of(location) : Optional.empty();
    }

    public String bucket() {
        return URI.create(location).getAuthority();
    }
}
