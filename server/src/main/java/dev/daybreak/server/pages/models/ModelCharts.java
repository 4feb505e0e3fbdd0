package dev.daybreak.server.pages.models;

import dev.daybreak.models.artifact.Insight;
import dev.daybreak.models.evaluation.Curves;
import dev.daybreak.models.evaluation.Metric;
import dev.daybreak.models.registry.ModelVersion;
import dev.daybreak.server.pages.Chart;
import dev.daybreak.server.pages.Chart.Axis;
import dev.daybreak.server.pages.Chart.Kind;
import dev.daybreak.server.pages.Chart.Point;
import dev.daybreak.server.pages.Chart.Series;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** What was kept of versions, drawn. */
final class ModelCharts {
    /** More bars cannot be told apart. */
    private static final int MOST_FEATURES = 30;

    private ModelCharts() {}

    /** How the most telling metric went from version to version, with its interval. */
    static Chart history(List<ModelVersion> newestFirst) {
        String metric =
                newestFirst.get(0).metrics().keySet().stream().findFirst().orElse("");
        List<ModelVersion> measured = newestFirst.stream()
                .filter(version -> version.metrics().containsKey(metric))
                .sorted(Comparator.comparing(ModelVersion::version))
                .toList();
        return new Chart(
                metric + " by version",
                Kind.SCATTER,
                Axis.CATEGORY,
                "version",
                metric,
                List.of(
                        new Series(metric, points(measured, metric, Metric::value)),
                        new Series("2.5 %", points(measured, metric, Metric::low)),
                        new Series("97.5 %", points(measured, metric, Metric::high))));
    }

    private static List<Point> points(List<ModelVersion> versions, String metric, Function<Metric, Double> figure) {
        return versions.stream()
                .map(version -> new Point(
                        Integer.toString(version.version()),
                        figure.apply(version.metrics().get(metric))))
                .toList();
    }

    /** @param versions what was kept of each, by its number; those without are left out */
    static List<Chart> of(SortedMap<Integer, Insight> versions) {
        List<Chart> charts = new ArrayList<>();
        if (versions.isEmpty()) {
            return charts;
        }
        Series chance = new Series("by chance", List.of(new Point(0.0, 0.0), new Point(1.0, 1.0)));
        add(charts, versions, Curves::roc, List.of(chance), "ROC", "share of 0 above", "share of 1 above");
        add(charts, versions, Curves::precisionRecall, List.of(), "Precision and recall", "recall", "precision");
        List<Point> all = new ArrayList<>();
        versions.values().forEach(kept -> all.addAll(points(kept.curves().calibration())));
        add(charts, versions, Curves::calibration, List.of(right(all)), "Calibration", "mean prediction", "mean label");
        charts.add(importance(versions));
        return charts;
    }

    private static void add(
            List<Chart> charts,
            SortedMap<Integer, Insight> versions,
            Function<Curves, List<Curves.Point>> curve,
            List<Series> more,
            String title,
            String x,
            String y) {
        List<Series> series = new ArrayList<>();
        versions.forEach((number, kept) -> {
            List<Curves.Point> points = curve.apply(kept.curves());
            if (!points.isEmpty()) {
                series.add(new Series("version " + number, points(points)));
            }
        });
        if (!series.isEmpty()) {
            series.addAll(more);
            charts.add(new Chart(title, Kind.LINE, Axis.NUMBER, x, y, series));
        }
    }

    private static List<Point> points(List<Curves.Point> points) {
        return points.stream().map(point -> new Point(point.x(), point.y())).toList();
    }

    /** Where predictions are what comes. */
    private static Series right(Collection<Point> points) {
        double from =
                points.stream().mapToDouble(point -> (Double) point.x()).min().orElse(0);
        double to =
                points.stream().mapToDouble(point -> (Double) point.x()).max().orElse(1);
        return new Series("as it should be", List.of(new Point(from, from), new Point(to, to)));
    }

    private static Chart importance(SortedMap<Integer, Insight> versions) {
        Map<String, Double> greatest = new TreeMap<>();
        versions.values().forEach(kept -> kept.importance()
                .forEach((feature, share) -> greatest.merge(feature, share, Math::max)));
        List<String> features = greatest.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(MOST_FEATURES)
                .map(Map.Entry::getKey)
                .toList();
        List<Series> series = new ArrayList<>();
        versions.forEach((number, kept) -> series.add(new Series(
                "version " + number,
                features.stream()
                        .map(feature -> new Point(feature, kept.importance().get(feature)))
                        .toList())));
        return new Chart("Features that help most", Kind.BAR, Axis.CATEGORY, "", "share of all gain", series);
    }
}
