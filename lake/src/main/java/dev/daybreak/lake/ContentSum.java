package dev.daybreak.lake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What files hold, as a number that survives their being rewritten: the sum of the hashes of all files' locations, in two lanes of 64 bits (an
 * additive hash of a set, as in Bellare and Micciancio, "A new paradigm for collision-free hashing", 1997; nobody chooses names to deceive here).
 * A file that was put together from others says in its own name what it stands for, so that the sum over a table's files is the same before
 * and after, whatever was put together with what, however often, and in whichever order others published meanwhile. Nothing else has to be kept: a
 * snapshot from before still has the files that add up to the same sum.
 */
record ContentSum(long first, long second) {
    static final ContentSum ZERO = new ContentSum(0, 0);

    private static final Pattern STANDS_FOR = Pattern.compile(".*/" + MaintenanceFiles.NAME_START + "[0-9a-z]+_"
            + MaintenanceFiles.STANDS_FOR + "([0-9a-f]{16})([0-9a-f]{16})_[^/]*");

    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(() -> {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    });

    /** What a data file stands for: what its name says, else itself. */
    static ContentSum ofData(String location) {
        return said(location).orElseGet(() -> hash(location));
    }

    static ContentSum ofDeletes(String location) {
        return hash("- " + location);
    }

    private static Optional<ContentSum> said(String location) {
        if (!location.contains(MaintenanceFiles.NAME_START)) {
            return Optional.empty();
        }
        Matcher matcher = STANDS_FOR.matcher(location);
        return matcher.matches()
                ? Optional.of(new ContentSum(
                        Long.parseUnsignedLong(matcher.group(1), 16), Long.parseUnsignedLong(matcher.group(2), 16)))
                : Optional.empty();
    }

    private static ContentSum hash(String text) {
        ByteBuffer digest = ByteBuffer.wrap(SHA_256.get().digest(text.getBytes(StandardCharsets.UTF_8)));
        return new ContentSum(digest.getLong(), digest.getLong());
    }

    ContentSum plus(ContentSum other) {
        return new ContentSum(first + other.first, second + other.second);
    }

    ContentSum minus(ContentSum other) {
        return new ContentSum(first - other.first, second - other.second);
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return "%016x%016x".formatted(first, second);
    }
}
