package dev.daybreak.sql.analysis;

import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.asset.StepAsset;
import dev.daybreak.project.asset.TimePartition;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides what an asset reads, and how much of it for one of its partitions. */
final class Inputs {
    private final Catalog catalog;
    private final List<Problem> problems;

    Inputs(Catalog catalog, List<Problem> problems) {
        this.catalog = catalog;
        this.problems = problems;
    }

    /** What a text names and the header declares; declared windows win. */
    List<Input> of(TableText text) {
        Map<AssetKey, Input> inputs = new LinkedHashMap<>();
        for (AssetKey key : text.reads()) {
            if (catalog.isReadable(key)) {
                inputs.put(key, new Input(key, window(text.table(), key), false, text.place(key)));
            }
        }
        for (Input declared : text.table().declaredInputs()) {
            if (!inputs.containsKey(declared.asset())
                    && isThere(declared)
                    && text.tree().isPresent()) {
                problems.add(Problem.warning(
                        declared.place(),
                        "Invalid input '" + declared.asset() + "': the SQL text does not read it.",
                        "Remove it, or read it. Until then a change of it makes this table stale."));
            }
            if (catalog.isReadable(declared.asset())) {
                inputs.put(declared.asset(), declared);
            }
        }
        return new ArrayList<>(inputs.values());
    }

    /** The inputs that an asset without a text declares, as far as they exist. A step may come after what has no rows. */
    List<Input> declared(Asset asset) {
        return asset.declaredInputs().stream()
                .filter(input -> (asset instanceof StepAsset
                                && catalog.asset(input.asset()).isPresent())
                        || isThere(input))
                .toList();
    }

    private boolean isThere(Input declared) {
        if (catalog.isReadable(declared.asset())) {
            return true;
        }
        List<String> names =
                catalog.assets().stream().map(asset -> asset.key().toString()).toList();
        problems.add(Problem.error(
                declared.place(),
                "Cannot find input '" + declared.asset() + "'."
                        + NearestName.hint(declared.asset().toString(), names),
                "An input is a source or a table of this project."));
        return false;
    }

    private Input.Window window(Asset reader, AssetKey key) {
        boolean sliced = reader.timePartition().isPresent() && hasTime(catalog.asset(key));
        return sliced ? new Input.SameInterval() : new Input.Whole();
    }

    /** Whether rows of the input can be cut along time. */
    private static boolean hasTime(Optional<Asset> input) {
        return input.filter(asset ->
                        asset.timePartition().filter(TimePartition::hasColumn).isPresent()
                                || (asset instanceof SourceAsset source
                                        && source.layoutTime().isPresent()))
                .isPresent();
    }
}
