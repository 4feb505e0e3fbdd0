package dev.daybreak.sql.analysis;

import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.StepAsset;
import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides what an asset names, and how much of it is read for one of its partitions. */
final class Inputs {
    private final Catalog catalog;
    private final Map<AssetKey, TableText> texts;
    private final List<Problem> problems;

    Inputs(Catalog catalog, Map<AssetKey, TableText> texts, List<Problem> problems) {
        this.catalog = catalog;
        this.texts = texts;
        this.problems = problems;
    }

    /** What a text names and the header declares; declared windows win. */
    List<Input> of(TableText text) {
        Map<AssetKey, Input> inputs = new LinkedHashMap<>();
        for (AssetKey key : text.reads()) {
            if (catalog.isReadable(key)) {
                inputs.put(key, new Input(key, catalog.window(text.table(), key), false, text.place(key)));
            }
        }
        Set<AssetKey> behind = behindViews(text.reads());
        for (Input declared : text.table().declaredInputs()) {
            if (behind.contains(declared.asset()) && !inputs.containsKey(declared.asset())) {
                continue;
            }
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

    /** What views among the assets name, and the views among that. */
    private Set<AssetKey> behindViews(Set<AssetKey> read) {
        Set<AssetKey> behind = new HashSet<>();
        Deque<AssetKey> open = new ArrayDeque<>(read);
        while (!open.isEmpty()) {
            AssetKey key = open.pop();
            if (catalog.asset(key).orElse(null) instanceof ViewAsset) {
                texts.get(key).reads().stream().filter(behind::add).forEach(open::push);
            }
        }
        return behind;
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
                "An input is a source, a table or a view of this project."));
        return false;
    }
}
