package dev.daybreak.sql.analysis;

import dev.daybreak.project.Graph;
import dev.daybreak.project.Project;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.SqlAsset;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.ViewAsset;
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
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the SQL texts of a project together: what each asset reads and yields, and everything wrong with it. Texts are
 * parsed side by side, then resolved layer by layer, since a table's columns must be known before its readers are looked at.
 */
public final class ProjectAnalysis {
    private final Project project;
    private final Catalog catalog;
    private final List<Problem> problems = Collections.synchronizedList(new ArrayList<>());
    private final Map<AssetKey, TableText> texts;
    /** What each asset names, views among it. */
    private final Map<AssetKey, List<Input>> named = new LinkedHashMap<>();
    /** What each asset reads, with what views read in their place. */
    private final Map<AssetKey, List<Input>> inputs = new LinkedHashMap<>();

    private ProjectAnalysis(Project project) {
        this.project = project;
        this.catalog = new Catalog(project);
        this.texts = Stream.concat(project.tables().stream(), project.views().stream())
                .parallel()
                .map(text -> TableText.read(text, project.settings().variables()))
                .collect(Collectors.toMap(
                        text -> text.table().key(), text -> text, (first, again) -> first, LinkedHashMap::new));
    }

    /** Analyses every asset; never throws for what an author wrote. */
    public static Analysis analyze(Project project) {
        return new ProjectAnalysis(project).analyze();
    }

    private Analysis analyze() {
        texts.values().forEach(text -> problems.addAll(text.problems()));
        Inputs windows = new Inputs(catalog, texts, problems);
        for (Asset asset : catalog.assets()) {
            TableText text = texts.get(asset.key());
            named.put(asset.key(), text == null ? windows.declared(asset) : windows.of(text));
        }
        ViewExpansion views = new ViewExpansion(catalog, named, problems);
        Order order = Order.of(reads());
        if (!order.cycle().isEmpty()) {
            problems.add(cycle(order.cycle()));
        } else {
            catalog.assets().forEach(asset -> inputs.put(asset.key(), views.inputs(asset)));
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
                        project.settings().zone(),
                        keys.stream().map(key -> node(key, views.views(key))).toList()))
                : Optional.empty();
        Map<AssetKey, QueryAnalysis> queries = new LinkedHashMap<>();
        keys.forEach(key -> catalog.find(key).ifPresent(query -> queries.put(key, query)));
        return new Analysis(graph, sorted, queries);
    }

    private Map<AssetKey, List<AssetKey>> reads() {
        Map<AssetKey, List<AssetKey>> reads = new LinkedHashMap<>();
        named.forEach(
                (key, list) -> reads.put(key, list.stream().map(Input::asset).toList()));
        return reads;
    }

    private Problem cycle(List<AssetKey> cycle) {
        AssetKey first = cycle.get(0);
        AssetKey second = cycle.get(cycle.size() > 1 ? 1 : 0);
        String path = cycle.stream().map(AssetKey::toString).collect(Collectors.joining(" -> ")) + " -> " + first;
        Place place = named.get(first).stream()
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
            problems.addAll(ViewRules.ofTraining(model, catalog));
        } else if (asset instanceof SqlAsset selected) {
            TableText text = texts.get(key);
            QueryAnalysis query =
                    text.tree().map(tree -> QueryAnalysis.of(tree, catalog)).orElse(QueryAnalysis.UNKNOWN);
            problems.addAll(TableRules.problems(selected, query));
            boolean contract = !query.isComplete() && selected.columns().isPresent();
            QueryAnalysis yielded =
                    contract ? QueryAnalysis.declared(selected.columns().get()) : query;
            catalog.add(key, yielded(text, query, yielded));
        }
    }

    /** What readers of a table or view see. */
    private QueryAnalysis yielded(TableText text, QueryAnalysis query, QueryAnalysis yielded) {
        problems.addAll(ViewRules.ofDialects(text, catalog));
        if (text.table() instanceof TableAsset table) {
            problems.addAll(WriteRules.problems(table, yielded));
            problems.addAll(ViewRules.ofSalt(text, catalog));
            return WriteRules.withAdded(table, yielded);
        }
        ViewAsset view = (ViewAsset) text.table();
        problems.addAll(ViewRules.ofContract(view, query));
        return yielded;
    }

    /** @param views that it names, and those that these name */
    private Graph.Node node(AssetKey key, Set<AssetKey> views) {
        Asset asset = catalog.asset(key).orElseThrow();
        SortedMap<String, String> definition = new TreeMap<>(asset.definition());
        Optional<Schema> columns = catalog.find(key).flatMap(QueryAnalysis::schema);
        if (asset instanceof SqlAsset) {
            TableText text = texts.get(key);
            definition.put("sql", text.sql().normalized());
            definition.put("variables", text.variables(project.settings().variables()));
            views.forEach(view -> definition.put("view " + view, definition(texts.get(view))));
        }
        if (asset instanceof ViewAsset view) {
            columns = view.columns().or(() -> catalog.find(key).flatMap(QueryAnalysis::schema));
        } else if (asset instanceof TableAsset table) {
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
        return new Graph.Node(
                asset,
                inputs.get(key),
                named.get(key).stream().map(Input::asset).toList(),
                definition,
                columns,
                types);
    }

    /** What of a view decides about the rows of its readers, other than how much is read, which the versions of inputs show. */
    private String definition(TableText view) {
        return view.sql().normalized() + "\n"
                + view.variables(project.settings().variables());
    }
}
