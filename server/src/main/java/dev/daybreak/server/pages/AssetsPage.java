package dev.daybreak.server.pages;

import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.server.api.AssetKind;
import dev.daybreak.server.api.ServedProject;
import java.util.Locale;
import java.util.Optional;

/** The list of all assets. Thread-safe. */
final class AssetsPage {
    private final ServedProject served;
    private final Staleness staleness;

    AssetsPage(ServedProject served, Staleness staleness) {
        this.served = served;
        this.staleness = staleness;
    }

    AssetsView view(Shell shell) {
        Optional<Staleness.Known> known = staleness.known();
        return new AssetsView(
                shell,
                served.graph().nodes().stream().map(node -> row(node, known)).toList());
    }

    private static AssetsView.Row row(Graph.Node node, Optional<Staleness.Known> known) {
        Asset asset = node.asset();
        return new AssetsView.Row(
                node.key().toString(),
                AssetKind.of(asset),
                asset.about().description(),
                asset.about().owner(),
                asset.about().domain(),
                asset.about().tags(),
                every(asset),
                known.map(found -> found.of(node.key()).size()).orElse(0));
    }

    static String every(Asset asset) {
        return asset.timePartition()
                .map(time -> time.cadence().grain().name().toLowerCase(Locale.ROOT))
                .orElse("");
    }
}
