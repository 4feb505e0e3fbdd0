package dev.daybreak.lake;

import java.util.List;

/**
 * The files of one snapshot of a table, as its metadata tells.
 *
 * @param snapshot its id
 * @param data data files of all partitions together
 * @param deletes how many delete files there are
 * @param partitions by time, or one for all if the table is not split along time; the largest first
 */
public record TableFiles(long snapshot, Sizes data, int deletes, List<Part> partitions) {
    public TableFiles {
        partitions = List.copyOf(partitions);
    }

    /**
     * Sizes of some data files. All are 0 if there is no file.
     *
     * @param bytes of all together
     */
    public record Sizes(int files, long rows, long bytes, long smallest, long largest) {
        static final Sizes NONE = new Sizes(0, 0, 0, 0, 0);

        Sizes plus(long moreRows, long size) {
            return new Sizes(
                    files + 1,
                    rows + moreRows,
                    bytes + size,
                    files == 0 ? size : Math.min(smallest, size),
                    Math.max(largest, size));
        }

        public long average() {
            return files == 0 ? 0 : bytes / files;
        }
    }

    /** @param name such as {@code 2025-03-01}; {@code all} if the table is not split along time */
    public record Part(String name, Sizes sizes) {}
}
