package dev.daybreak.ingestion.ledger;

/**
 * A file as it was when it was listed.
 *
 * @param path relative to the project's root where it lies below it, else absolute; with forward slashes
 * @param modifiedMillis since 1970
 * @param checksum CRC-32C of its bytes, or {@link #NOT_COMPUTED}
 */
public record SeenFile(String path, long size, long modifiedMillis, long checksum) {
    public static final long NOT_COMPUTED = -1;

    /** Whether size and time are those of another look at the same path. */
    public boolean isSame(SeenFile other) {
        return size == other.size && modifiedMillis == other.modifiedMillis;
    }

    public SeenFile withChecksum(long computed) {
        return new SeenFile(path, size, modifiedMillis, computed);
    }
}
