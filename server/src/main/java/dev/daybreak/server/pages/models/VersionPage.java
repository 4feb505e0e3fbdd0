package dev.daybreak.server.pages.models;

import dev.daybreak.models.artifact.Insight;
import dev.daybreak.models.artifact.Manifest;
import dev.daybreak.models.artifact.ModelArtifact.Description;
import dev.daybreak.models.features.Encoding;
import dev.daybreak.models.registry.ModelVersion;
import dev.daybreak.models.registry.Registry;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.models.VersionView.Feature;
import dev.daybreak.server.pages.models.VersionView.Named;
import dev.daybreak.server.pages.models.VersionView.Part;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** One version of a model: how good it is, and where it comes from. Thread-safe. */
final class VersionPage {
    private static final int MOST_CATEGORIES = 12;

    private final ModelNames names;
    private final Registry registry;
    private final Descriptions descriptions;
    private final Pages pages;

    VersionPage(ModelNames names, Registry registry, Descriptions descriptions, Pages pages) {
        this.names = names;
        this.registry = registry;
        this.descriptions = descriptions;
        this.pages = pages;
    }

    VersionView version(Context ctx, Shell shell) {
        ModelVersion version = names.versionOf(ctx);
        Optional<Description> description = Optional.empty();
        String obstacle = "";
        try {
            description = Optional.of(descriptions.of(version));
            if (description.get().insight().isEmpty()) {
                obstacle =
                        "Curves and which features help are not known: this version was trained before they were kept.";
            }
        } catch (DaybreakException e) {
            obstacle = e.getMessage() + " " + e.mend() + ".";
        }
        OptionalInt live = registry.productionVersion(version.name());
        Optional<Manifest> manifest = description.map(Description::manifest);
        Optional<Insight> insight = description.flatMap(Description::insight);
        return new VersionView(
                shell,
                version.name(),
                VersionRow.of(version, live.isPresent() && live.getAsInt() == version.version(), pages, shell),
                live.isPresent() ? Optional.of(live.getAsInt()) : Optional.empty(),
                version.table(),
                version.metrics().entrySet().stream()
                        .map(metric ->
                                new Named(metric.getKey(), metric.getValue().toString()))
                        .toList(),
                facts(version, manifest),
                manifest.map(this::parts).orElse(List.of()),
                manifest.map(VersionPage::parameters).orElse(List.of()),
                manifest.map(found -> features(found, insight)).orElse(List.of()),
                insight.map(kept -> ModelCharts.of(new TreeMap<>(Map.of(version.version(), kept))))
                        .orElse(List.of()),
                obstacle);
    }

    private static List<Named> facts(ModelVersion version, Optional<Manifest> manifest) {
        List<Named> facts = new ArrayList<>();
        manifest.ifPresent(found -> {
            facts.add(new Named("Label", found.label()));
            facts.add(new Named("Library", found.library() + " " + found.libraryVersion()));
            facts.add(new Named(
                    "Trained by", found.workers() == 0 ? "this program" : found.workers() + " workers of Spark"));
            facts.add(new Named("Definition", found.codeHash()));
            found.snapshots().forEach((table, snapshot) -> facts.add(new Named("Snapshot of " + table, "" + snapshot)));
        });
        facts.add(new Named("Archive", version.artifact()));
        facts.add(new Named("SHA-256 of the archive", version.sha256()));
        return facts;
    }

    private List<Part> parts(Manifest manifest) {
        return List.of(
                part("trained on", manifest.training()),
                part("stopped by", manifest.stopping()),
                part("judged on", manifest.holdout()));
    }

    private Part part(String name, Manifest.Rows rows) {
        return new Part(name, words(rows.interval()), rows.rows());
    }

    /** What a manifest says of an interval, as pages say it. */
    private String words(String interval) {
        if (interval.equals("all")) {
            return "all there is";
        }
        String[] ends = interval.split("/");
        try {
            return pages.words(new DataInterval(Instant.parse(ends[0]), Instant.parse(ends[1])));
        } catch (DateTimeException | ArrayIndexOutOfBoundsException | IllegalArgumentException e) {
            return interval;
        }
    }

    private static List<Named> parameters(Manifest manifest) {
        List<Named> parameters = new ArrayList<>();
        manifest.parameters().forEach((name, value) -> parameters.add(new Named(name, String.valueOf(value))));
        parameters.add(new Named("rounds", "" + manifest.rounds()));
        parameters.add(new Named("seed", "" + manifest.seed()));
        parameters.add(new Named("threads", "" + manifest.threads()));
        return parameters;
    }

    /** Those that help most come first, if that is known. */
    private static List<Feature> features(Manifest manifest, Optional<Insight> insight) {
        Map<String, Double> shares = insight.map(Insight::importance).orElse(Map.of());
        return manifest.features().stream()
                .sorted(Comparator.comparing((Encoding feature) -> -shares.getOrDefault(feature.column(), 0.0)))
                .map(feature -> new Feature(
                        feature.column(),
                        feature.kind().name().toLowerCase(Locale.ROOT),
                        feature.type(),
                        categories(feature.categories()),
                        share(shares.get(feature.column()))))
                .toList();
    }

    private static String share(Double share) {
        return share == null ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String categories(List<String> all) {
        String some = String.join(", ", all.subList(0, Math.min(all.size(), MOST_CATEGORIES)));
        return all.size() > MOST_CATEGORIES ? some + " and " + (all.size() - MOST_CATEGORIES) + " more" : some;
    }
}
