package dev.daybreak.project.plan;

import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalText;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Plans of an asset whose intervals build on each other, as those of a merge do. The fingerprint of an interval holds that of the one before
 * it, so a change of one makes all after it stale, also if a run ends between them.
 */
public final class Succession {
    private static final String EARLIER = "earlier intervals";
    /** Of what was computed again though nothing had changed; stays with the partition, since others build on it. */
    private static final String AGAIN = "again";

    private final ZoneId zone;

    public Succession(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * Parts of an interval's fingerprint.
     *
     * @param planned what was planned of the intervals before it, oldest first
     */
    static Map<String, String> parts(
            DataInterval interval, List<PlannedPartition> planned, Map<DataInterval, Fingerprint> published) {
        Map<String, String> parts = new TreeMap<>();
        earlier(interval, planned, published).ifPresent(hash -> parts.put(EARLIER, hash));
        Optional.ofNullable(published.get(interval))
                .map(before -> before.parts().get(AGAIN))
                .ifPresent(again -> parts.put(AGAIN, again));
        return parts;
    }

    /** What the interval before this one is, or will be, published with. */
    private static Optional<String> earlier(
            DataInterval interval, List<PlannedPartition> planned, Map<DataInterval, Fingerprint> published) {
        if (interval.isAll()) {
            return Optional.empty();
        }
        if (!planned.isEmpty()) {
            PlannedPartition last = planned.get(planned.size() - 1);
            if (last.interval().end().equals(interval.start())) {
                Fingerprint stays = last.state() == PlannedPartition.State.DONE
                        ? published.get(last.interval())
                        : last.fingerprint();
                return Optional.of(stays.hash());
            }
        }
        return published.entrySet().stream()
                .filter(entry -> entry.getKey().end().equals(interval.start()))
                .map(entry -> entry.getValue().hash())
                .findFirst();
    }

    /**
     * The same plan if some partitions are computed again though nothing has changed: those after them are stale then.
     *
     * @param planned oldest first
     */
    public List<PlannedPartition> withAgain(List<PlannedPartition> planned, Set<DataInterval> again) {
        List<PlannedPartition> all = new ArrayList<>();
        for (PlannedPartition partition : planned) {
            SortedMap<String, String> parts =
                    new TreeMap<>(partition.fingerprint().parts());
            PlannedPartition last = all.isEmpty() ? null : all.get(all.size() - 1);
            boolean follows = last != null
                    && last.interval().end().equals(partition.interval().start());
            if (follows && parts.containsKey(EARLIER)) {
                parts.put(EARLIER, last.fingerprint().hash());
            }
            boolean isOther = !parts.equals(partition.fingerprint().parts());
            if (again.contains(partition.interval()) && !partition.isToDo() && !isOther) {
                parts.put(AGAIN, Fingerprint.hash(partition.fingerprint().hash()));
            }
            boolean isStale = isOther && !partition.isToDo();
            all.add(new PlannedPartition(
                    partition.asset(),
                    partition.interval(),
                    isStale ? PlannedPartition.State.STALE : partition.state(),
                    isStale
                            ? "builds on " + IntervalText.of(last.interval(), zone) + ", which is computed again"
                            : partition.reason(),
                    new Fingerprint(parts)));
        }
        return all;
    }

    /** What builds on an interval that will be computed will be, too. */
    PlannedPartition afterEarlier(PlannedPartition partition, List<PlannedPartition> planned) {
        if (planned.isEmpty() || partition.isToDo() || partition.state() == PlannedPartition.State.UNDECIDED) {
            return partition;
        }
        PlannedPartition before = planned.get(planned.size() - 1);
        String it = IntervalText.of(before.interval(), zone);
        if (before.isToDo()) {
            return withState(partition, PlannedPartition.State.STALE, "builds on " + it + ", which will be computed");
        }
        return before.state() == PlannedPartition.State.UNDECIDED
                ? withState(partition, PlannedPartition.State.UNDECIDED, "builds on " + it + ", which may be computed")
                : partition;
    }

    private static PlannedPartition withState(PlannedPartition partition, PlannedPartition.State state, String reason) {
        return new PlannedPartition(partition.asset(), partition.interval(), state, reason, partition.fingerprint());
    }
}
