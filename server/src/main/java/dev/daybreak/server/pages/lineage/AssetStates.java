package dev.daybreak.server.pages.lineage;

import dev.daybreak.orchestration.history.Latest;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.server.pages.Staleness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How assets stand at a moment. Immutable. */
final class AssetStates {
    /** More that failed need no more to be told. */
    private static final int MOST_FAILURES = 1_000;

    private final Map<AssetKey, Set<DataInterval>> failed = new HashMap<>();
    private final Optional<Staleness.Known> known;

    AssetStates(Latest latest, Staleness staleness) {
        latest.failures(MOST_FAILURES).forEach(step -> failed.computeIfAbsent(step.asset(), absent -> new HashSet<>())
                .addAll(step.partitions()));
        this.known = staleness.known();
    }

    /**
     * @param word {@code fresh}, {@code stale}, {@code missing}, {@code failed}, or {@code unknown} before the first plan
     * @param words how many partitions stand how
     */
    record State(String word, String words) {}

    State of(AssetKey asset) {
        List<String> words = new ArrayList<>();
        int failures = failed.getOrDefault(asset, Set.of()).size();
        add(failures, "failed", words);
        if (known.isEmpty()) {
            words.add("not known yet");
            return new State(failures > 0 ? "failed" : "unknown", String.join(", ", words));
        }
        List<PlannedPartition> toDo = known.get().of(asset);
        int missing = (int) toDo.stream()
                .filter(partition -> partition.state() == PlannedPartition.State.MISSING)
                .count();
        int stale = toDo.size() - missing;
        add(missing, "missing", words);
        add(stale, "stale", words);
        String word = failures > 0 ? "failed" : missing > 0 ? "missing" : stale > 0 ? "stale" : "fresh";
        return new State(word, words.isEmpty() ? word : String.join(", ", words));
    }

    private static void add(int count, String word, List<String> words) {
        if (count > 0) {
            words.add(String.format(Locale.ROOT, "%,d %s", count, word));
        }
    }

    Optional<Staleness.Known> known() {
        return known;
    }
}
