package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.History;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.plan.Outside;
import dev.daybreak.project.plan.PublishedState;
import dev.daybreak.project.plan.Slice;
import dev.daybreak.project.time.DataInterval;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is published, asked for once and then remembered. Used by one thread. */
final class StoredState implements PublishedState {
    private final Graph graph;
    private final History history;
    private final Materializers materializers;
    private final Map<AssetKey, Map<DataInterval, History.Publication>> published = new HashMap<>();
    private final Map<AssetKey, List<Slice>> slices = new HashMap<>();
    private final Map<Then, Optional<List<Slice>>> slicesThen = new HashMap<>();
    private final Map<AssetKey, Outside> outside = new HashMap<>();

    StoredState(Graph graph, History history, Materializers materializers) {
        this.graph = graph;
        this.history = history;
        this.materializers = materializers;
    }

    @Override
    public Map<DataInterval, Fingerprint> published(AssetKey asset) {
        Map<DataInterval, History.Publication> publications = publications(asset);
        Map<DataInterval, Fingerprint> fingerprints = new HashMap<>(2 * publications.size());
        publications.forEach((interval, found) -> fingerprints.put(interval, found.fingerprint()));
        return fingerprints;
    }

    boolean isPublished(AssetKey asset, DataInterval interval) {
        return publications(asset).containsKey(interval);
    }

    /** The token that a partition was last published with. */
    Optional<Long> token(AssetKey asset, DataInterval interval) {
        return Optional.ofNullable(publications(asset).get(interval)).map(History.Publication::token);
    }

    private Map<DataInterval, History.Publication> publications(AssetKey asset) {
        return published.computeIfAbsent(asset, key -> {
            Map<DataInterval, History.Publication> newest = new HashMap<>();
            history.publications(key).forEach(found -> newest.put(found.interval(), found));
            return newest;
        });
    }

    @Override
    public Set<DataInterval> takenBack(AssetKey asset) {
        return history.takenBack(asset);
    }

    @Override
    public List<Slice> slices(AssetKey asset) {
        return slices.computeIfAbsent(asset, key -> {
            Graph.Node node = graph.node(key);
            return materializers.of(node).slices(node.asset());
        });
    }

    @Override
    public Optional<List<Slice>> slicesThen(AssetKey reader, DataInterval interval, AssetKey input) {
        return history.inputs(reader, interval).map(read -> read.get(input)).flatMap(snapshot -> {
            Graph.Node node = graph.node(input);
            return slicesThen.computeIfAbsent(
                    new Then(input, snapshot), then -> materializers.of(node).slicesAt(node.asset(), snapshot));
        });
    }

    private record Then(AssetKey asset, long snapshot) {}

    @Override
    public Optional<String> leavesOut(AssetKey asset, DataInterval interval, AssetKey reader) {
        Graph.Node node = graph.node(asset);
        return materializers.of(node).leavesOut(node.asset(), interval, reader);
    }

    @Override
    public Outside outside(AssetKey asset) {
        return outside.computeIfAbsent(asset, key -> {
            Graph.Node node = graph.node(key);
            return materializers.of(node).outside(node.asset());
        });
    }
}
