package dev.daybreak.server.pages.models;

import dev.daybreak.models.artifact.Insight;
import dev.daybreak.models.artifact.Manifest;
import dev.daybreak.models.artifact.ModelArtifact.Description;
import dev.daybreak.models.evaluation.Metric;
import dev.daybreak.models.registry.ModelVersion;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.pages.models.ModelView.Compared;
import dev.daybreak.server.pages.models.ModelView.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Versions of a model side by side. Thread-safe. */
final class Comparison {
    private final Descriptions descriptions;
    private final Pages pages;

    Comparison(Descriptions descriptions, Pages pages) {
        this.descriptions = descriptions;
        this.pages = pages;
    }

    /** @param rows of the same versions */
    Compared of(List<ModelVersion> versions, List<VersionRow> rows) {
        List<Optional<Manifest>> manifests = new ArrayList<>();
        SortedMap<Integer, Insight> insights = new TreeMap<>();
        List<String> without = new ArrayList<>();
        for (ModelVersion version : versions) {
            try {
                Description description = descriptions.of(version);
                manifests.add(Optional.of(description.manifest()));
                description.insight().ifPresent(kept -> insights.put(version.version(), kept));
                if (description.insight().isEmpty()) {
                    without.add("Version " + version.version() + " was trained before curves were kept.");
                }
            } catch (DaybreakException e) {
                manifests.add(Optional.empty());
                without.add(e.getMessage());
            }
        }
        return new Compared(rows, metrics(versions), facts(versions, manifests), ModelCharts.of(insights), without);
    }

    private static List<Row> metrics(List<ModelVersion> versions) {
        Set<String> names = new LinkedHashSet<>();
        versions.forEach(version -> names.addAll(version.metrics().keySet()));
        return names.stream()
                .map(name -> {
                    List<Metric> measured = versions.stream()
                            .map(version -> version.metrics().get(name))
                            .toList();
                    return new Row(
                            name,
                            measured.stream()
                                    .map(metric -> metric == null ? "" : metric.toString())
                                    .toList(),
                            verdict(measured));
                })
                .toList();
    }

    /** Whether all intervals have a value in common. */
    private static String verdict(List<Metric> measured) {
        if (measured.size() < 2 || measured.stream().anyMatch(metric -> metric == null || Double.isNaN(metric.low()))) {
            return "";
        }
        double low = measured.stream().mapToDouble(Metric::low).max().orElseThrow();
        double high = measured.stream().mapToDouble(Metric::high).min().orElseThrow();
        return low > high ? "apart" : "overlap";
    }

    private List<Row> facts(List<ModelVersion> versions, List<Optional<Manifest>> manifests) {
        List<Row> facts = new ArrayList<>();
        facts.add(fact("trained for", versions, version -> pages.words(version.interval())));
        facts.add(fact("snapshot of " + versions.get(0).table(), versions, version -> "" + version.snapshot()));
        facts.add(told(
                "rows to train on",
                manifests,
                manifest -> count(manifest.training().rows())));
        facts.add(told(
                "rows held out", manifests, manifest -> count(manifest.holdout().rows())));
        facts.add(
                told("features", manifests, manifest -> "" + manifest.features().size()));
        Row others = told("features that not all have", manifests, manifest -> others(manifest, manifests));
        if (!others.verdict().isEmpty()) {
            facts.add(others);
        }
        facts.add(told("definition", manifests, Manifest::codeHash));
        facts.add(told("library", manifests, manifest -> manifest.library() + " " + manifest.libraryVersion()));
        facts.add(told("rounds", manifests, manifest -> "" + manifest.rounds()));
        Set<String> parameters = new TreeSet<>();
        manifests.forEach(manifest ->
                manifest.ifPresent(found -> parameters.addAll(found.parameters().keySet())));
        for (String parameter : parameters) {
            facts.add(told(
                    parameter,
                    manifests,
                    manifest -> Objects.toString(manifest.parameters().get(parameter), "")));
        }
        return facts;
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String others(Manifest manifest, List<Optional<Manifest>> all) {
        Set<String> own = columns(manifest);
        own.removeIf(column -> all.stream().flatMap(Optional::stream).allMatch(each -> columns(each)
                .contains(column)));
        return String.join(", ", own);
    }

    private static Set<String> columns(Manifest manifest) {
        Set<String> columns = new TreeSet<>();
        manifest.features().forEach(feature -> columns.add(feature.column()));
        return columns;
    }

    private static Row told(String name, List<Optional<Manifest>> manifests, Function<Manifest, String> value) {
        return fact(name, manifests, manifest -> manifest.map(value).orElse("not known"));
    }

    private static <T> Row fact(String name, List<T> things, Function<T, String> value) {
        List<String> values = things.stream().map(value).toList();
        return new Row(name, values, new HashSet<>(values).size() > 1 ? "differs" : "");
    }
}
