package dev.daybreak.engine.spark;

import java.util.ArrayList;
import java.util.List;

/**
 * How large files are to be: 128 to 512 MB where the data allow. Smaller ones cost every reader a look at each, larger ones keep readers
 * from sharing the work.
 */
final class FileSizes {
    /** Where a writer begins another file. */
    static final long MOST = 512L << 20;

    private static final long LEAST = 128L << 20;
    /** Files that are put together may become larger than they were, by what a dictionary for fewer rows had spared. */
    private static final long TOGETHER = 448L << 20;

    /** So many files cost their readers less than it costs to write all rows a second time. */
    private static final int FEW = 16;
    /** What is less is written a second time in a moment. */
    private static final long LITTLE = 8L << 20;

    private FileSizes() {}

    /**
     * Which neighbouring files are to become one, so that none is small and all are of nearly the same size. Files that are large enough on
     * average stay as they are, and so do up to 16 of 8 to 128 MB together: there are as many groups as files then.
     *
     * @param bytes the lengths of files that tasks wrote side by side, in their order
     * @return the indexes of the files, in order
     */
    static List<List<Integer>> groups(List<Long> bytes) {
        long all = bytes.stream().mapToLong(Long::longValue).sum();
        boolean stay = all >= LEAST * bytes.size() || (all >= LITTLE && all < LEAST && bytes.size() <= FEW);
        long wanted = Math.max(1, (all + TOGETHER - 1) / TOGETHER);
        long share = Math.max(1, (all + wanted - 1) / wanted);
        List<List<Integer>> groups = new ArrayList<>();
        long before = 0;
        long last = -1;
        for (int i = 0; i < bytes.size(); i++) {
            // A file belongs to the share in which its middle lies.
            long middle = (before + bytes.get(i) / 2) / share;
            if (stay || middle != last) {
                groups.add(new ArrayList<>());
            }
            groups.get(groups.size() - 1).add(i);
            last = middle;
            before += bytes.get(i);
        }
        return groups;
    }
}
