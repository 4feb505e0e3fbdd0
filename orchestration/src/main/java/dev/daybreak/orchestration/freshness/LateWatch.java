package dev.daybreak.orchestration.freshness;

import dev.daybreak.orchestration.alert.Outbox;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.Graph;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.plan.Planner;
import dev.daybreak.project.plan.PublishedState;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Tells of late rows that {@code late: alert} leaves out of published partitions: once for each partition and each thing that its inputs hold. Any
 * number may watch one store. Thread-safe.
 */
public final class LateWatch {
    /** It shares rows only with others that watch. */
    private static final String TOPIC = "late";

    private static final int MOST_LISTED = 20;

    private final Store store;
    private final Outbox outbox;
    private final String project;
    private final List<String> targets;
    private final Graph graph;
    private final Supplier<PublishedState> state;

    /**
     * @param project its name, for messages
     * @param targets that hear of it; if empty nobody looks
     * @param state what is published, as it is when it is asked for
     */
    public LateWatch(
            Store store,
            Outbox outbox,
            String project,
            List<String> targets,
            Graph graph,
            Supplier<PublishedState> state) {
        this.store = store;
        this.outbox = outbox;
        this.project = project;
        this.targets = List.copyOf(targets);
        this.graph = graph;
        this.state = state;
    }

    /** Looks at all published partitions of the assets that want it. */
    public void look() {
        if (targets.isEmpty()) {
            return;
        }
        for (Graph.Node node : graph.nodes()) {
            if (node.asset().lateData().isTold()) {
                List<PlannedPartition> late = late(node, state.get());
                if (!late.isEmpty()) {
                    tell(node, late);
                }
            }
        }
    }

    private List<PlannedPartition> late(Graph.Node node, PublishedState published) {
        List<DataInterval> partitions =
                published.published(node.key()).keySet().stream().sorted().toList();
        return new Planner(graph)
                .planNode(node, partitions, published).stream()
                        .filter(published::isWithoutLateRows)
                        .toList();
    }

    /** One message for all that came together; what was told before is in the message's name, so it is not told again. */
    private void tell(Graph.Node node, List<PlannedPartition> late) {
        StringBuilder all = new StringBuilder();
        late.forEach(one ->
                all.append(one.interval()).append(one.fingerprint().hash()).append('\n'));
        String id = "late-data." + node.key() + "." + Fingerprint.hash(all.toString());
        store.inTransaction(TOPIC, handle -> {
            outbox.add(handle, id, targets, document(node, late));
            return true;
        });
    }

    private Map<String, Object> document(Graph.Node node, List<PlannedPartition> late) {
        List<String> partitions = late.stream()
                .limit(MOST_LISTED)
                .map(one -> IntervalText.of(one.interval(), graph.zone()) + ": " + one.reason())
                .toList();
        DataInterval span =
                late.get(0).interval().span(late.get(late.size() - 1).interval());
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("kind", "late_data");
        values.put("project", project);
        values.put(
                "text",
                "[" + project + "] Late data is not in " + late.size()
                        + (late.size() == 1 ? " partition" : " partitions") + " of " + node.key() + " ("
                        + IntervalText.of(span, graph.zone()) + ").");
        values.put("asset", node.key().toString());
        values.put("partitions", partitions);
        values.put(
                "mend",
                "Leave them as they are, or compute them again: daybreak backfill " + node.key()
                        + " --only all --partition START.");
        return values;
    }
}
