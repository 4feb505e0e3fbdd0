package dev.daybreak.project;

import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.Schema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
     * @param inputs every asset whose rows it reads, once each, with windows decided: of a view that it reads, what that view reads. A view
     *     itself has none
     * @param named every asset that its file names, once each: views among them
     * @param definition the asset's own parts and those that the analysis adds ({@code sql}, {@code variables})
     * @param columns what it yields, as far as the text tells; empty if only the engine can say
     * @param types of those of its columns whose type the text tells, by the name in lower case
     */
    public record Node(
            Asset asset,
            List<Input> inputs,
            List<AssetKey> named,
            SortedMap<String, String> definition,
            Optional<Schema> columns,
            Map<String, DataType> types) {
        public Node {
            Objects.requireNonNull(asset, "asset");
            Objects.requireNonNull(columns, "columns");
            inputs = List.copyOf(inputs);
            named = List.copyOf(named);
            definition = Collections.unmodifiableSortedMap(new TreeMap<>(definition));
            types = Map.copyOf(types);
        }

        /** One that names no view, and of whose columns no text tells more. */
        public Node(Asset asset, List<Input> inputs, SortedMap<String, String> definition, Optional<Schema> columns) {
            this(asset, inputs, inputs.stream().map(Input::asset).toList(), definition, columns, Map.of());
        }

        public AssetKey key() {
            return asset.key();
        }

        /** Every asset that is to be up to date before this one, once each: what it reads, and what its file names. */
        public Set<AssetKey> upstream() {
            Set<AssetKey> upstream = new LinkedHashSet<>(named);
            inputs.forEach(input -> upstream.add(input.asset()));
            return Collections.unmodifiableSet(upstream);
        }
    }

    /** @param nodes every node after its upstream, which is in the list too */
    public Graph(ZoneId zone, List<Node> nodes) {
        this.zone = zone;
        Map<AssetKey, Node> byKey = new LinkedHashMap<>();
        for (Node node : nodes) {
            for (AssetKey upstream : node.upstream()) {
                if (!byKey.containsKey(upstream)) {
                    throw new IllegalArgumentException(node.key() + " stands before its input " + upstream);
                }
                readers.computeIfAbsent(upstream, key -> new ArrayList<>()).add(node);
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

    /** The nodes that have an asset directly upstream. */
    public List<Node> readers(AssetKey key) {
        return List.copyOf(readers.getOrDefault(key, List.of()));
    }

    /** The views that an asset names, and those that these name, each after the views that it names itself; the asset is not one of them. */
    public List<ViewAsset> viewsBehind(AssetKey key) {
        Set<AssetKey> behind = behind(key);
        return nodes.values().stream()
                .map(Node::asset)
                .filter(asset -> asset instanceof ViewAsset && behind.contains(asset.key()))
                .map(ViewAsset.class::cast)
                .toList();
    }

    /** The assets with rows that an asset names itself or by way of views, inputs first. */
    public List<AssetKey> tablesBehind(AssetKey key) {
        Set<AssetKey> behind = behind(key);
        return nodes.values().stream()
                .filter(node -> !(node.asset() instanceof ViewAsset))
                .map(Node::key)
                .filter(behind::contains)
                .toList();
    }

    /** What an asset names, followed through views alone. */
    private Set<AssetKey> behind(AssetKey key) {
        Set<AssetKey> behind = new LinkedHashSet<>();
        for (AssetKey named : node(key).named()) {
            if (behind.add(named) && node(named).asset() instanceof ViewAsset) {
                behind.addAll(behind(named));
            }
        }
        return behind;
    }
}
