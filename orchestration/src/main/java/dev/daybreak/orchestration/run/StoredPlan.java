package dev.daybreak.orchestration.run;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.daybreak.orchestration.store.JsonText;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Partitions and plans as text in rows. */
final class StoredPlan {
    private StoredPlan() {}

    /** Pairs of start and end, in milliseconds since 1970. */
    static String intervals(Iterable<DataInterval> intervals) {
        List<List<Long>> pairs = new ArrayList<>();
        for (DataInterval interval : intervals) {
            pairs.add(List.of(interval.start().toEpochMilli(), interval.end().toEpochMilli()));
        }
        return JsonText.write(pairs);
    }

    static List<DataInterval> intervals(String text) {
        List<List<Long>> pairs = JsonText.read(text, new TypeReference<>() {});
        return pairs.stream().map(pair -> interval(pair.get(0), pair.get(1))).toList();
    }

    static String batch(NodePlan.Batch batch) {
        List<Map<String, Object>> partitions = new ArrayList<>();
        for (PlannedPartition partition : batch.partitions()) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("start", partition.interval().start().toEpochMilli());
            item.put("end", partition.interval().end().toEpochMilli());
            item.put("state", partition.state().name());
            item.put("reason", partition.reason());
            item.put("parts", partition.fingerprint().parts());
            item.put("seen", batch.seen().get(partition.interval()));
            partitions.add(item);
        }
        return JsonText.write(partitions);
    }

    static NodePlan.Batch batch(AssetKey asset, String text) {
        List<Item> items = JsonText.read(text, new TypeReference<>() {});
        List<PlannedPartition> partitions = new ArrayList<>();
        Map<DataInterval, Long> seen = new HashMap<>();
        for (Item item : items) {
            DataInterval interval = interval(item.start(), item.end());
            partitions.add(new PlannedPartition(
                    asset,
                    interval,
                    PlannedPartition.State.valueOf(item.state()),
                    item.reason(),
                    new Fingerprint(item.parts())));
            if (item.seen() != null) {
                seen.put(interval, item.seen());
            }
        }
        return new NodePlan.Batch(partitions, seen);
    }

    /** @param seen null if it was never published */
    private record Item(long start, long end, String state, String reason, TreeMap<String, String> parts, Long seen) {}

    private static DataInterval interval(long start, long end) {
        return new DataInterval(Instant.ofEpochMilli(start), Instant.ofEpochMilli(end));
    }
}
