package dev.daybreak.server.pages;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.Demand;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.time.DataInterval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a run is asked for, as a page tells it before it begins. */
public final class DemandWords {
    /** More partitions of an asset are not named one by one. */
    private static final int MOST_NAMED = 3;

    private DemandWords() {}

    /** A line for each asset, by name. */
    public static List<String> of(Demand demand, Pages pages) {
        SortedSet<AssetKey> assets = new TreeSet<>(demand.assets());
        return assets.stream()
                .map(asset -> asset + " for " + intervals(List.copyOf(demand.partitions(asset)), pages))
                .toList();
    }

    /** A line for each asset and reason, in the order in which they come first. */
    static List<String> ofPlanned(List<PlannedPartition> planned, Pages pages) {
        Map<List<String>, List<DataInterval>> alike = new LinkedHashMap<>();
        for (PlannedPartition partition : planned) {
            alike.computeIfAbsent(
                            List.of(partition.asset().toString(), partition.reason()), absent -> new ArrayList<>())
                    .add(partition.interval());
        }
        return alike.entrySet().stream()
                .map(entry -> entry.getKey().get(0) + " for " + intervals(entry.getValue(), pages) + ": "
                        + entry.getKey().get(1))
                .toList();
    }

    private static String intervals(List<DataInterval> all, Pages pages) {
        return all.size() > MOST_NAMED
                ? Moment.count(all.size(), "partition") + ", from " + pages.words(all.get(0)) + " to "
                        + pages.words(all.get(all.size() - 1))
                : all.stream().map(pages::words).collect(Collectors.joining(", "));
    }
}
