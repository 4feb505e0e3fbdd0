package dev.daybreak.server.pages.lineage;

import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Which asset names which in its file. Immutable. */
final class Links {
    private final Map<AssetKey, List<AssetKey>> inputs = new LinkedHashMap<>();
    private final Map<AssetKey, List<AssetKey>> readers = new LinkedHashMap<>();

    Links(Graph graph) {
        graph.nodes().forEach(node -> {
            inputs.put(node.key(), node.named());
            readers.put(node.key(), new ArrayList<>());
        });
        inputs.forEach((key, named) -> named.forEach(input -> readers.get(input).add(key)));
    }

    /** All of them, inputs first. */
    Set<AssetKey> assets() {
        return inputs.keySet();
    }

    List<AssetKey> inputs(AssetKey asset) {
        return inputs.getOrDefault(asset, List.of());
    }

    List<AssetKey> readers(AssetKey asset) {
        return List.copyOf(readers.getOrDefault(asset, List.of()));
    }

    /** The one with the most neighbours; the first of several by name. */
    Optional<AssetKey> busiest() {
        return inputs.keySet().stream()
                .max(Comparator.comparing((AssetKey key) ->
                                inputs(key).size() + readers.get(key).size())
                        .thenComparing(Comparator.reverseOrder()));
    }

    /**
     * Assets around others, the nearest first, each once.
     *
     * @param upstream how many links to go against the flow
     * @param downstream how many to go along with it
     */
    Set<AssetKey> around(Set<AssetKey> roots, int upstream, int downstream) {
        Set<AssetKey> found = new LinkedHashSet<>(roots);
        Set<AssetKey> above = new LinkedHashSet<>(roots);
        Set<AssetKey> below = new LinkedHashSet<>(roots);
        Set<AssetKey> seenAbove = new LinkedHashSet<>(roots);
        Set<AssetKey> seenBelow = new LinkedHashSet<>(roots);
        for (int i = 0; !above.isEmpty() || !below.isEmpty(); i++) {
            above = i < upstream ? next(above, seenAbove, this::inputs) : Set.of();
            below = i < downstream ? next(below, seenBelow, this::readers) : Set.of();
            found.addAll(above);
            found.addAll(below);
        }
        return found;
    }

    private static Set<AssetKey> next(
            Set<AssetKey> from, Set<AssetKey> seen, Function<AssetKey, List<AssetKey>> neighbours) {
        Set<AssetKey> next = new LinkedHashSet<>();
        from.forEach(key -> neighbours.apply(key).stream().filter(seen::add).forEach(next::add));
        return next;
    }
}
