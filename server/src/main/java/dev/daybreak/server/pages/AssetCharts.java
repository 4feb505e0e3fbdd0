package dev.daybreak.server.pages;

import dev.daybreak.orchestration.history.Publications;
import dev.daybreak.orchestration.history.Publications.Batch;
import dev.daybreak.project.Graph;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.Chart.Axis;
import dev.daybreak.server.pages.Chart.Kind;
import dev.daybreak.server.pages.Chart.Point;
import dev.daybreak.server.pages.Chart.Series;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** How many rows partitions of an asset have, and how long it took to make them, as charts. Thread-safe. */
final class AssetCharts {
    private static final int MOST_PARTITIONS = 300;
    private static final int MOST_BATCHES = 200;

    private final Publications publications;

    AssetCharts(ServedProject served) {
        this.publications = new Publications(served.store());
    }

    List<Chart> of(Graph.Node node) {
        List<Batch> batches = publications.batches(node.key(), MOST_BATCHES);
        if (batches.isEmpty()) {
            return List.of();
        }
        List<Point> seconds = batches.stream()
                .map(batch -> new Point(batch.published(), batch.took().toMillis() / 1000.0))
                .toList();
        Chart took = new Chart(
                "How long the latest publications took",
                Kind.SCATTER,
                Axis.TIME,
                "published at, UTC",
                "seconds",
                List.of(new Series("seconds", seconds)));
        return List.of(node.asset().cut().isEmpty() ? ofPublications(batches) : ofPartitions(node), took);
    }

    private static Chart ofPublications(List<Batch> batches) {
        List<Point> rows = batches.stream()
                .map(batch -> new Point(batch.published(), (double) batch.rows()))
                .toList();
        return chart("Rows of the latest publications", "published at, UTC", rows);
    }

    private Chart ofPartitions(Graph.Node node) {
        List<Point> rows = new ArrayList<>();
        for (Map.Entry<DataInterval, Long> entry :
                publications.rows(node.key(), MOST_PARTITIONS).entrySet()) {
            if (!entry.getKey().isAll()) {
                rows.add(new Point(entry.getKey().start(), (double) entry.getValue()));
            }
        }
        Collections.reverse(rows);
        return chart("Rows of the newest partitions", "start of the partition, UTC", rows);
    }

    private static Chart chart(String title, String x, List<Point> rows) {
        return new Chart(title, Kind.LINE, Axis.TIME, x, "rows", List.of(new Series("rows", rows)));
    }
}
