package dev.daybreak.lake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.actions.BinPackRewriteFilePlanner;

/**
 * Iceberg's planner with the rules of this lake: files below half of the target, those to which deletes apply, and those whose rows do not lie in the
 * table's order, are written anew together. A small file that is alone among large ones takes the smallest of those along, so that it does not
 * stay small.
 */
final class SmallFilePlanner extends BinPackRewriteFilePlanner {
    private static final long MOST_BYTES_IN_GROUP = 8L << 30;
    private final long smallBytes;
    private final Arrangement arrangement;

    SmallFilePlanner(Table table, long targetBytes) {
        super(table);
        this.smallBytes = smallBytes(targetBytes);
        this.arrangement = Arrangement.of(table);
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
        Set<FileScanTask> others = new LinkedHashSet<>();
        tasks.forEach(others::add);
        super.filterFiles(tasks).forEach(chosen::add);
        others.removeAll(Set.copyOf(chosen));
        others.stream().filter(task -> arrangement.isMissing(task.file())).forEach(chosen::add);
        boolean isAlone = chosen.size() == 1 && chosen.get(0).length() < smallBytes;
        if (isAlone) {
            others.stream().min(Comparator.comparingLong(FileScanTask::length)).ifPresent(chosen::add);
        }
        return chosen;
    }

    @Override
    protected Iterable<List<FileScanTask>> filterFileGroups(List<List<FileScanTask>> groups) {
        Set<List<FileScanTask>> chosen = new LinkedHashSet<>();
        super.filterFileGroups(groups).forEach(chosen::add);
        groups.stream()
                .filter(group -> group.stream().anyMatch(task -> arrangement.isMissing(task.file())))
                .forEach(chosen::add);
        return chosen;
    }
}
