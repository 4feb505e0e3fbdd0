package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.TextTable;
import dev.daybreak.cli.console.Words;
import dev.daybreak.orchestration.backfill.BackfillPlan;
import dev.daybreak.orchestration.backfill.BackfillPlan.Reason;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.server.api.BackfillJson;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What a backfill would do, counted by asset and reason. */
final class BackfillCount {
    /** People are shown so many reasons for an asset; most are few, but each partition may have its own. */
    private static final int MOST_REASONS = 8;

    private final BackfillPlan plan;
    private final Map<AssetKey, Map<Reason, Integer>> assets;

    BackfillCount(BackfillPlan plan) {
        this.plan = plan;
        this.assets = plan.counts();
    }

    void tell(Output output) {
        int count = plan.partitions().size();
        if (count == 0) {
            output.line("Nothing is to be done.");
        } else {
            TextTable table = new TextTable("ASSET", "COUNT", "STATE", "WHY");
            assets.forEach((asset, reasons) -> rows(table, asset, reasons));
            output.line(table.toString());
            output.line("");
            output.line(Words.count(count, "partition") + "; queued, "
                    + Words.count(plan.parts().size(), "run") + ". Nothing was changed.");
        }
        output.document(BackfillJson.dryRun(plan));
    }

    private static void rows(TextTable table, AssetKey asset, Map<Reason, Integer> reasons) {
        List<Map.Entry<Reason, Integer>> most = reasons.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .toList();
        int left = 0;
        for (int i = 0; i < most.size(); i++) {
            Reason reason = most.get(i).getKey();
            if (i < MOST_REASONS) {
                table.row(asset, most.get(i).getValue(), reason.state(), reason.words());
            } else {
                left += most.get(i).getValue();
            }
        }
        if (left > 0) {
            table.row(asset, left, "", "for " + Words.count(most.size() - MOST_REASONS, "other reason"));
        }
    }
}
