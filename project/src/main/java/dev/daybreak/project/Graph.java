package dev.daybreak.project;

import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.Schema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The assets of a project with everything they read, in an order in which every asset stands after its inputs. */
public final class Graph {
    private final ZoneId zone;
    private final Map<AssetKey, Node> nodes;
    private final Map<AssetKey, List<Node>> readers = new LinkedHashMap<>();

    /**
     * An asset with what the analysis of its text found.
     *
     * @param inputs every asset that it reads, once each, with windows decided
     * @param definition the asset's own parts and those that the analysis adds ({@code sql}, {@code variables})
     * @param columns what it yields, as far as the text tells; empty if only the engine can say
     * @param types of those of its columns whose type the text tells, by the name in lower case
     */
    public record Node(
            Asset asset,
            List<Input> inputs,
            SortedMap<String, String> definition,
            Optional<Schema> columns,
            Map<String, DataType> types) {
        public Node {
            Objects.requireNonNull(asset, "asset");
            Objects.requireNonNull(columns, "columns");
            inputs = List.copyOf(inputs);
            definition = Collections.unmodifiableSortedMap(new TreeMap<>(definition));
            types = Map.copyOf(types);
        }

        /** One of whose columns no text tells more. */
        public Node(Asset asset, List<Input> inputs, SortedMap<String, String> definition, Optional<Schema> columns) {
            this(asset, inputs, definition, columns, Map.of());
        }

        public AssetKey key() {
            return asset.key();
        }
    }

    /** @param nodes every node after its inputs; inputs name nodes of the list */
    public Graph(ZoneId zone, List<Node> nodes) {
        this.zone = zone;
        Map<AssetKey, Node> byKey = new LinkedHashMap<>();
        for (Node node : nodes) {
            for (Input input : node.inputs()) {
                if (!byKey.containsKey(input.asset())) {
                    throw new IllegalArgumentException(node.key() + " stands before its input " + input.asset());
                }
                readers.computeIfAbsent(input.asset(), key -> new ArrayList<>()).add(node);
            }
            byKey.put(node.key(), node);
        }
        this.nodes = Collections.unmodifiableMap(byKey);
    }

    public ZoneId zone() {
        return zone;
    }

    /** All nodes, inputs first. */
    public Collection<Node> nodes() {
        return nodes.values();
    }

    public Optional<Node> find(AssetKey key) {
        return Optional.ofNullable(nodes.get(key));
    }

    /** @throws IllegalArgumentException if there is none of that name */
    public Node node(AssetKey key) {
        return find(key).orElseThrow(() -> new IllegalArgumentException("No asset " + key));
    }

    /** The nodes that read an asset directly. */
    public List<Node> readers(AssetKey key) {
        return List.copyOf(readers.getOrDefault(key, List.of()));
    }
}
