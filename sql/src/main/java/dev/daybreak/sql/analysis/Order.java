package dev.daybreak.sql.analysis;

import dev.daybreak.project.asset.AssetKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sorts assets into layers, so that each stands in a later layer than everything it reads (Kahn's algorithm).
 *
 * @param layers inputs first; assets of one layer do not read each other
 * @param cycle assets that read each other in a circle, each followed by one that it reads; empty if there is none
 */
record Order(List<List<AssetKey>> layers, List<AssetKey> cycle) {
    static Order of(Map<AssetKey, ? extends Collection<AssetKey>> reads) {
        Map<AssetKey, Set<AssetKey>> open = new LinkedHashMap<>();
        reads.forEach((key, inputs) -> open.put(key, new LinkedHashSet<>(inputs)));
        List<List<AssetKey>> layers = new ArrayList<>();
        while (!open.isEmpty()) {
            List<AssetKey> ready = open.keySet().stream()
                    .filter(key -> open.get(key).stream().noneMatch(open::containsKey))
                    .toList();
            if (ready.isEmpty()) {
                return new Order(layers, cycle(open));
            }
            layers.add(ready);
            ready.forEach(open::remove);
        }
        return new Order(layers, List.of());
    }

    /** Follows inputs that are in no layer until one comes up again. */
    private static List<AssetKey> cycle(Map<AssetKey, Set<AssetKey>> open) {
        List<AssetKey> path = new ArrayList<>();
        AssetKey at = open.keySet().iterator().next();
        while (!path.contains(at)) {
            path.add(at);
            at = open.get(at).stream().filter(open::containsKey).findFirst().orElseThrow();
        }
        return List.copyOf(path.subList(path.indexOf(at), path.size()));
    }
}
