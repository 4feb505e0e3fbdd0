package dev.daybreak.server.pages;

import dev.daybreak.orchestration.history.Publications;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.SqlAsset;
import dev.daybreak.project.asset.TimePartition;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.AssetView.SqlSection;
import java.time.Instant;
import java.util.Optional;

/** The SQL of an asset: as its author wrote it, and as it runs for its newest partition. Thread-safe. */
final class AssetTexts {
    private final ServedProject served;
    private final Pages pages;
    private final Publications publications;

    AssetTexts(ServedProject served, Pages pages) {
        this.served = served;
        this.pages = pages;
        this.publications = new Publications(served.store());
    }

    Optional<SqlSection> of(Graph.Node node) {
        return node.asset() instanceof SqlAsset text ? Optional.of(section(node, text)) : Optional.empty();
    }

    private SqlSection section(Graph.Node node, SqlAsset text) {
        DataInterval interval = newest(node);
        String of = interval.isAll() ? "" : pages.words(interval);
        try {
            return new SqlSection(
                    text.sql().strip(),
                    of,
                    served.tables().compiled(text, interval).strip(),
                    "");
        } catch (DaybreakException e) {
            return new SqlSection(text.sql().strip(), of, "", e.getMessage());
        }
    }

    /** The newest that is published, else the one that was complete last. */
    private DataInterval newest(Graph.Node node) {
        Optional<TimePartition> time = node.asset().timePartition();
        if (time.isEmpty()) {
            return DataInterval.ALL;
        }
        return publications
                .newest(node.key())
                .filter(interval -> !interval.isAll())
                .orElseGet(() -> {
                    Instant end = served.project().settings().end().orElseGet(Instant::now);
                    return time.get()
                            .cadence()
                            .at(end.minusMillis(1), served.graph().zone());
                });
    }
}
