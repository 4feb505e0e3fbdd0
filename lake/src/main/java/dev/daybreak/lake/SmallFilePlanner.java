package dev.daybreak.lake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.actions.BinPackRewriteFilePlanner;

/**
 * Iceberg's planner with the rules of this lake: files below half of the target, and all to which deletes apply, are put together. A small file
 * that is alone among large ones takes the smallest of those along, so that it does not stay small.
 */
final class SmallFilePlanner extends BinPackRewriteFilePlanner {
    private static final long MOST_BYTES_IN_GROUP = 8L << 30;
    private final long smallBytes;

    SmallFilePlanner(Table table, long targetBytes) {
        super(table);
        this.smallBytes = smallBytes(targetBytes);
        init(Map.of(
                TARGET_FILE_SIZE_BYTES, Long.toString(targetBytes),
                MIN_FILE_SIZE_BYTES, Long.toString(smallBytes),
                // Large files are good as they are.
                MAX_FILE_SIZE_BYTES, Long.toString(Long.MAX_VALUE / 4),
                MAX_FILE_GROUP_SIZE_BYTES, Long.toString(Math.max(MOST_BYTES_IN_GROUP, 4 * targetBytes)),
                MIN_INPUT_FILES, "2",
                DELETE_FILE_THRESHOLD, "1"));
    }

    static long smallBytes(long targetBytes) {
        return targetBytes / 2;
    }

    /** @param tasks of one partition */
    @Override
    protected Iterable<FileScanTask> filterFiles(Iterable<FileScanTask> tasks) {
        List<FileScanTask> chosen = new ArrayList<>();
        super.filterFiles(tasks).forEach(chosen::add);
        boolean isAlone = chosen.size() == 1 && chosen.get(0).length() < smallBytes;
        if (isAlone) {
            List<FileScanTask> others = new ArrayList<>();
            tasks.forEach(others::add);
            others.removeAll(Set.of(chosen.get(0)));
            others.stream().min(Comparator.comparingLong(FileScanTask::length)).ifPresent(chosen::add);
        }
        return chosen;
    }
}
