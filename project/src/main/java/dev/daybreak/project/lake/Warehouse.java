package dev.daybreak.project.lake;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where tables lie that are kept in an object store. Credentials are no part of it: they come from the environment or from a profile.
 *
 * @param location a bucket with a prefix or without one, such as {@code s3://lake/prod}; no slash at its end
 * @param endpoint where the store answers; empty: Amazon's own for the region
 * @param region empty: what the environment or the profile says
 * @param pathStyle whether buckets are named in the path of requests, not in the name of the host
 * @param profile of {@code ~/.aws/config} and {@code ~/.aws/credentials}; empty: the usual search for credentials
 * @param cacheBytes how much of the disk copies of files may take
 */
public record Warehouse(
        String location,
        Optional<URI> endpoint,
        Optional<String> region,
        boolean pathStyle,
        Optional<String> profile,
        long cacheBytes) {
    /** What {@code warehouse} takes. */
    public static final String PERMITTED =
            "a bucket of S3 with or without a prefix, such as 's3://company-lake/recommender'";

    private static final Pattern LOCATION =
            Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9!_.*'()=-]+)*");

    public Warehouse {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(profile, "profile");
        if (!LOCATION.matcher(location).matches()) {
            throw new IllegalArgumentException("Invalid warehouse '" + location + "': permitted is " + PERMITTED);
        }
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
