package dev.daybreak.project.asset;

/** How rows of one data interval are further split into files: a partition transform of Iceberg on a column. */
public sealed interface Clustering {
    String column();

    /** One partition per value. */
    record Identity(String column) implements Clustering {
        @Override
        public String toString() {
            return "identity(" + column + ")";
        }
    }

    /** Values hashed into {@code count} partitions; count is at least 1. */
    record Bucket(String column, int count) implements Clustering {
        @Override
        public String toString() {
            return "bucket(" + column + ", " + count + ")";
        }
    }

    /** Numbers rounded down to a multiple of {@code width}, strings cut to {@code width} characters; width is at least 1. */
    record Truncate(String column, int width) implements Clustering {
        @Override
        public String toString() {
            return "truncate(" + column + ", " + width + ")";
        }
    }
}
