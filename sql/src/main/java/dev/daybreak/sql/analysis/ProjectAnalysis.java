package dev.daybreak.sql.analysis;

import dev.daybreak.project.Graph;
import dev.daybreak.project.Project;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.sql.query.QueryAnalysis;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads the SQL texts of a project together: what each asset reads and yields, and everything wrong with it. Texts are
 * parsed side by side, then resolved layer by layer, since a table's columns must be known before its readers are looked at.
 */
public final class ProjectAnalysis {
    private final Project project;
    private final Catalog catalog;
    private final List<Problem> problems = Collections.synchronizedList(new ArrayList<>());
    private final Map<AssetKey, TableText> texts;
    private final Map<AssetKey, List<Input>> inputs = new LinkedHashMap<>();

    private ProjectAnalysis(Project project) {
        this.project = project;
        this.catalog = new Catalog(project);
        this.texts = project.tables().parallelStream()
                .map(table -> TableText.read(table, project.settings().variables()))
                .collect(Collectors.toMap(
                        text -> text.table().key(), text -> text, (first, again) -> first, LinkedHashMap::new));
    }

    /** Analyses every asset; never throws for what an author wrote. */
    public static Analysis analyze(Project project) {
        return new ProjectAnalysis(project).analyze();
    }

    private Analysis analyze() {
        texts.values().forEach(text -> problems.addAll(text.problems()));
        Inputs windows = new Inputs(catalog, problems);
        for (Asset asset : catalog.assets()) {
            TableText text = texts.get(asset.key());
            inputs.put(asset.key(), text == null ? windows.declared(asset) : windows.of(text));
        }
        Order order = Order.of(reads());
        if (!order.cycle().isEmpty()) {
            problems.add(cycle(order.cycle()));
        }
        for (List<AssetKey> layer : order.layers()) {
            layer.parallelStream().forEach(this::resolve);
        }
        if (!order.cycle().isEmpty()) {
            // What stands in the circle or behind it is looked at too, against columns that are not known.
            List<AssetKey> resolved =
                    order.layers().stream().flatMap(Collection::stream).toList();
            texts.keySet().stream().filter(key -> !resolved.contains(key)).forEach(this::resolve);
        }
        List<Problem> sorted = new ArrayList<>(problems);
        sorted.sort(Comparator.comparing(Problem::place));
        boolean sound = sorted.stream().noneMatch(Problem::isError);
        List<AssetKey> keys =
                order.layers().stream().flatMap(Collection::stream).toList();
        Optional<Graph> graph = sound
                ? Optional.of(new Graph(
                        project.settings().zone(), keys.stream().map(this::node).toList()))
                : Optional.empty();
        Map<AssetKey, QueryAnalysis> queries = new LinkedHashMap<>();
        keys.forEach(key -> catalog.find(key).ifPresent(query -> queries.put(key, query)));
        return new Analysis(graph, sorted, queries);
    }

    private Map<AssetKey, List<AssetKey>> reads() {
        Map<AssetKey, List<AssetKey>> reads = new LinkedHashMap<>();
        inputs.forEach(
                (key, list) -> reads.put(key, list.stream().map(Input::asset).toList()));
        return reads;
    }

    private Problem cycle(List<AssetKey> cycle) {
        AssetKey first = cycle.get(0);
        AssetKey second = cycle.get(cycle.size() > 1 ? 1 : 0);
        String path = cycle.stream().map(AssetKey::toString).collect(Collectors.joining(" -> ")) + " -> " + first;
        Place place = inputs.get(first).stream()
                .filter(input -> input.asset().equals(second))
                .findFirst()
                .map(Input::place)
                .orElseThrow();
        return Problem.error(
                place,
                "Invalid inputs: assets read each other in a circle: " + path + ".",
                "Take one of these inputs away, or split a table so that no part needs its own outcome.");
    }

    private void resolve(AssetKey key) {
        Asset asset = catalog.asset(key).orElseThrow();
        if (asset instanceof ModelAsset model) {
            problems.addAll(ModelRules.problems(model, catalog));
        } else if (asset instanceof TableAsset table) {
            QueryAnalysis query = texts.get(key)
                    .tree()
                    .map(tree -> QueryAnalysis.of(tree, catalog))
                    .orElse(QueryAnalysis.UNKNOWN);
            problems.addAll(TableRules.problems(table, query));
            boolean contract = !query.isComplete() && table.columns().isPresent();
            QueryAnalysis yielded =
                    contract ? QueryAnalysis.declared(table.columns().get()) : query;
            problems.addAll(WriteRules.problems(table, yielded));
            catalog.add(key, WriteRules.withAdded(table, yielded));
        }
    }

    private Graph.Node node(AssetKey key) {
        Asset asset = catalog.asset(key).orElseThrow();
        SortedMap<String, String> definition = new TreeMap<>(asset.definition());
        Optional<Schema> columns = catalog.find(key).flatMap(QueryAnalysis::schema);
        if (asset instanceof TableAsset table) {
            TableText text = texts.get(key);
            definition.put("sql", text.sql().normalized());
            definition.put("variables", text.variables(project.settings().variables()));
            project.settings()
                    .sample()
                    .filter(sample -> !inputs.get(key).isEmpty())
                    .ifPresent(sample -> definition.put(Fingerprint.SAMPLE, sample.toString()));
            columns = table.columns()
                    .map(contract -> table.write().with(table.timePartition().isPresent(), contract))
                    .or(() -> catalog.find(key).flatMap(QueryAnalysis::schema));
        }
        Map<String, DataType> types =
                catalog.find(key).map(QueryAnalysis::types).orElse(Map.of());
        return new Graph.Node(asset, inputs.get(key), definition, columns, types);
    }
}
