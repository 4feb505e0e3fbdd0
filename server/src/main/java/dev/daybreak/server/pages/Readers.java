package dev.daybreak.server.pages;

import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** What hangs on an asset. Thread-safe. */
final class Readers {
    private final Graph graph;

    Readers(Graph graph) {
        this.graph = graph;
    }

    /** How many assets read it, directly or not. */
    int count(AssetKey asset) {
        return of(asset).size();
    }

    /** The assets that read it, directly or not. */
    Set<AssetKey> of(AssetKey asset) {
        Set<AssetKey> found = new HashSet<>();
        Deque<AssetKey> open = new ArrayDeque<>();
        open.add(asset);
        while (!open.isEmpty()) {
            for (Graph.Node reader : graph.readers(open.remove())) {
                if (found.add(reader.key())) {
                    open.add(reader.key());
                }
            }
        }
        return found;
    }
}
