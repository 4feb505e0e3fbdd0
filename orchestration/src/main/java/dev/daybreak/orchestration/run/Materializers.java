package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.step.Materializer;
import dev.daybreak.project.Graph;
import java.util.List;

/** Finds the materializer of an asset's kind. */
record Materializers(List<Materializer> all) {
    Materializers {
        all = List.copyOf(all);
    }

    Materializer of(Graph.Node node) {
        return all.stream()
                .filter(materializer -> materializer.materializes(node.asset()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No materializer for asset " + node.key() + " ("
                        + node.asset().getClass().getSimpleName() + ")"));
    }
}
