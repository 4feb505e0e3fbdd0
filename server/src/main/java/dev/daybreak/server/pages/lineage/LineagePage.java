package dev.daybreak.server.pages.lineage;

import dev.daybreak.lineage.graph.ColumnGraph;
import dev.daybreak.lineage.graph.LineageNode;
import dev.daybreak.orchestration.history.Latest;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.server.api.Finding;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.Moment;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.Staleness;
import dev.daybreak.server.pages.graph.Drawings;
import dev.daybreak.server.pages.lineage.LineageView.Link;
import dev.daybreak.server.web.HttpFailure;
import dev.daybreak.server.web.Route;
import io.javalin.http.Context;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How assets, and their columns, are made from each other. Thread-safe. */
public final class LineagePage {
    /** More boxes are hard to read, and make a page that is slow to load. */
    private static final int MOST_ASSETS = 120;

    private static final int MOST_COLUMNS = 160;
    private static final int MOST_LINKS = 200;
    private static final int MOST_MATCHES = 40;
    private static final List<String> DEPTHS = List.of("0", "1", "2", "3", "5", "10", "all");

    private final Staleness staleness;
    private final Finding finding;
    private final Latest latest;
    private final Links links;
    private final ColumnGraph columns;
    private final AssetDrawing assetDrawing;
    private final ColumnDrawing columnDrawing;

    private LineagePage(ServedProject served, Staleness staleness) {
        this.staleness = staleness;
        this.finding = new Finding(served, "");
        this.latest = new Latest(served.store());
        this.links = new Links(served.graph());
        this.columns = served.columns().get();
        Drawings drawings = new Drawings();
        this.assetDrawing = new AssetDrawing(served.graph(), links, drawings);
        this.columnDrawing = new ColumnDrawing(served.graph(), drawings);
    }

    /** As an area has them. */
    public static List<Route> routes(ServedProject served, Pages pages) {
        LineagePage page = new LineagePage(served, pages.staleness());
        return pages.live("/lineage", "lineage", "lineage/lineage", page::view);
    }

    private LineageView view(Context ctx, Shell shell) {
        Question question = Question.of(ctx);
        Optional<AssetKey> asset = Optional.of(question.asset())
                .filter(name -> !name.isEmpty())
                .map(name -> finding.asset(name).key());
        return asset.isPresent() && !question.column().isEmpty()
                ? path(question, asset.get(), shell)
                : graph(question, asset, shell);
    }

    private LineageView graph(Question question, Optional<AssetKey> asset, Shell shell) {
        Set<AssetKey> matches = matches(question.search());
        Set<AssetKey> found = asset.map(Set::of).orElse(matches);
        boolean isSmall = links.assets().size() <= MOST_ASSETS;
        boolean isWhole = found.isEmpty() && isSmall;
        Set<AssetKey> roots =
                found.isEmpty() && !isSmall ? links.busiest().map(Set::of).orElse(Set.of()) : found;
        Set<AssetKey> around =
                isWhole ? links.assets() : links.around(roots, question.upstream(), question.downstream());
        Set<AssetKey> shown = around.stream().limit(MOST_ASSETS).collect(Collectors.toCollection(LinkedHashSet::new));
        AssetStates states = new AssetStates(latest, staleness);
        Set<AssetKey> marked = matches.isEmpty() ? asset.map(Set::of).orElse(Set.of()) : matches;
        return new LineageView(
                shell,
                question.asset(),
                "",
                question.search(),
                links(matches, question),
                words(question, asset, matches, roots, shown.size(), around.size()),
                Question.word(question.upstream()),
                Question.word(question.downstream()),
                DEPTHS,
                asset.map(this::columnLinks).orElse(List.of()),
                "",
                false,
                shown.isEmpty() ? Optional.empty() : Optional.of(assetDrawing.of(shown, marked, states, question)),
                assetDrawing.rows(shown, states, question),
                List.of(),
                states.known().map(known -> shell.moment(known.at())));
    }

    private Set<AssetKey> matches(String search) {
        String part = search.toLowerCase(Locale.ROOT);
        return part.isEmpty()
                ? Set.of()
                : links.assets().stream()
                        .filter(key -> key.toString().contains(part))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static List<Link> links(Set<AssetKey> assets, Question question) {
        return assets.stream()
                .limit(MOST_MATCHES)
                .map(key -> new Link(key.toString(), question.withAsset(key.toString())))
                .toList();
    }

    private String words(
            Question question,
            Optional<AssetKey> asset,
            Set<AssetKey> matches,
            Set<AssetKey> roots,
            int shown,
            int around) {
        StringBuilder words = new StringBuilder();
        int all = links.assets().size();
        if (!question.search().isEmpty()) {
            words.append(
                    matches.isEmpty()
                            ? "No asset has this in its name. "
                            : Moment.count(matches.size(), "asset") + (matches.size() == 1 ? " has" : " have")
                                    + " this in the name. ");
        }
        if (asset.isEmpty() && matches.isEmpty() && !roots.isEmpty()) {
            words.append("The project is too large to be drawn at once. This is around ")
                    .append(roots.iterator().next())
                    .append(", which has the most neighbours; look for another. ");
        }
        words.append(
                shown == all
                        ? "All " + Moment.count(all, "asset") + "."
                        : String.format(Locale.ROOT, "%,d of %s.", shown, Moment.count(all, "asset")));
        if (shown < around) {
            words.append(String.format(
                    Locale.ROOT, " The nearest are shown; %,d more are within this distance.", around - shown));
        }
        return words.toString();
    }

    private List<Link> columnLinks(AssetKey asset) {
        return columns.columns(asset).stream()
                .limit(MOST_LINKS)
                .map(node -> node.column().orElseThrow())
                .map(name -> new Link(name, Question.addressOf(asset.toString(), name)))
                .toList();
    }

    private LineageView path(Question question, AssetKey asset, Shell shell) {
        LineageNode column = columns.find(new LineageNode(asset, Optional.of(question.column())))
                .orElseThrow(() -> noColumn(asset, question.column()));
        ColumnPath path = ColumnPath.of(columns, column, question.isValuesOnly(), MOST_COLUMNS);
        String name = column.column().orElseThrow();
        String address = Question.addressOf(asset.toString(), name);
        String words = path.edges().isEmpty()
                ? "Nothing inside the project is made from it, and it is made from nothing inside the project."
                : "Made from what stands to the left of it, and goes into what stands to the right.";
        return new LineageView(
                shell,
                asset.toString(),
                name,
                "",
                List.of(),
                words + (path.isCut() ? " Only the nearest columns are shown." : ""),
                "",
                "",
                DEPTHS,
                columnLinks(asset),
                question.isValuesOnly() ? address : address + "&by=values",
                question.isValuesOnly(),
                Optional.of(columnDrawing.of(path, column)),
                List.of(),
                columnDrawing.rows(path),
                Optional.empty());
    }

    private HttpFailure noColumn(AssetKey asset, String column) {
        List<String> known = columns.columns(asset).stream()
                .map(node -> node.column().orElseThrow())
                .toList();
        return HttpFailure.notFound(
                "Cannot tell the lineage of column '" + column + "': asset '" + asset + "' has no such column."
                        + NearestName.hint(column, known),
                known.isEmpty()
                        ? "No text or contract of the project tells its columns."
                        : "Its columns are: " + known.stream().limit(MOST_LINKS).collect(Collectors.joining(", "))
                                + ".");
    }
}
