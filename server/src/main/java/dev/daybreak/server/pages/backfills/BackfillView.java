package dev.daybreak.server.pages.backfills;

import dev.daybreak.server.pages.RunRow;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.View;
import java.util.List;

/**
 * One backfill.
 *
 * @param selection what it brings up to date
 * @param range of data
 * @param concurrency how many of its runs may be at work at a time
 * @param meanRun how long its runs took so far; empty while none has ended
 * @param verbs what can be done to it
 * @param states of partitions that are counted, in the order in which they are told
 * @param partitions what was planned so far, by asset
 * @param runs the latest of them
 * @param isCut whether it has more runs than are shown
 */
public record BackfillView(
        Shell shell,
        BackfillRow backfill,
        List<String> selection,
        String range,
        int concurrency,
        String meanRun,
        List<String> verbs,
        List<String> states,
        List<AssetRow> partitions,
        List<RunRow> runs,
        boolean isCut)
        implements View {
    @Override
    public String title() {
        return "Backfill " + backfill.id();
    }

    /** @param counts one for each state */
    public record AssetRow(String asset, List<Long> counts) {}
}
