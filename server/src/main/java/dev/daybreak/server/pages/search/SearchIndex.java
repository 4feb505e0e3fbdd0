package dev.daybreak.server.pages.search;

import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.About;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.server.api.AssetKind;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.Pages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What a project's definitions say, made once, so that looking for something reads no file and asks no store. Immutable. */
final class SearchIndex {
    private static final Set<String> BRING = Set.of("bring", "materialize", "run", "update");

    private final List<Searchable> assets = new ArrayList<>();
    private final List<Searchable> models = new ArrayList<>();
    private final List<Searchable> columns = new ArrayList<>();
    private final List<Searchable> pipelines = new ArrayList<>();

    SearchIndex(ServedProject served) {
        served.graph().nodes().forEach(this::add);
        served.project().pipelines().forEach(this::add);
    }

    private void add(Graph.Node node) {
        String name = node.key().toString();
        String kind = AssetKind.of(node.asset());
        String address = "/assets/" + Pages.encoded(name);
        About about = node.asset().about();
        boolean isModel = kind.equals("model");
        (isModel ? models : assets)
                .add(new Searchable(
                        kind,
                        name,
                        firstLine(about.description()),
                        texts(about, kind),
                        isModel ? "/models/" + Pages.encoded(node.key().name()) : address));
        for (Column column : columns(node)) {
            columns.add(new Searchable(
                    "column",
                    column.name(),
                    column.type() + " of " + name
                            + (column.description().isEmpty() ? "" : ": " + firstLine(column.description())),
                    List.of(column.description(), name),
                    address));
        }
    }

    private void add(Pipeline pipeline) {
        pipelines.add(new Searchable(
                "pipeline",
                pipeline.name(),
                firstLine(pipeline.about().description()),
                texts(pipeline.about(), "pipeline"),
                "/schedules/" + Pages.encoded(pipeline.name())));
    }

    private static List<Column> columns(Graph.Node node) {
        return node.asset() instanceof SourceAsset source
                ? source.columns().columns()
                : node.columns().map(Schema::columns).orElse(List.of());
    }

    private static List<String> texts(About about, String kind) {
        List<String> texts = new ArrayList<>(List.of(about.description(), about.owner(), about.domain(), kind));
        texts.addAll(about.tags());
        return texts;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    List<Searchable> assets(List<String> words, int most) {
        return best(assets, words, most);
    }

    List<Searchable> models(List<String> words, int most) {
        return best(models, words, most);
    }

    List<Searchable> columns(List<String> words, int most) {
        return best(columns, words, most);
    }

    List<Searchable> pipelines(List<String> words, int most) {
        return best(pipelines, words, most);
    }

    /** What an operator can do with the assets that are meant, whether or not the words say what. */
    List<Searchable> actions(List<String> words, int most) {
        List<String> names =
                words.stream().filter(word -> !BRING.contains(word)).toList();
        List<Searchable> all = new ArrayList<>(assets);
        all.addAll(models);
        List<Searchable> meant = names.size() < words.size() && names.isEmpty()
                ? all.stream().limit(most).toList()
                : best(all, names, most);
        return meant.stream()
                .map(asset -> new Searchable(
                        "do",
                        "Bring " + asset.name() + " up to date",
                        "",
                        List.of(),
                        "/assets/" + Pages.encoded(asset.name()) + "/materialize"))
                .toList();
    }

    private record Scored(Searchable found, int score) {}

    /** The best first; of those that fit as well, the one with the shorter name. */
    private static List<Searchable> best(List<Searchable> all, List<String> words, int most) {
        if (words.isEmpty()) {
            return List.of();
        }
        return all.stream()
                .map(one -> new Scored(one, one.score(words)))
                .filter(scored -> scored.score() > 0)
                .sorted(Comparator.comparing(Scored::score)
                        .reversed()
                        .thenComparing(scored -> scored.found().name().length())
                        .thenComparing(scored -> scored.found().name()))
                .limit(most)
                .map(Scored::found)
                .toList();
    }
}
