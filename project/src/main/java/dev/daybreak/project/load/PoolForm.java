package dev.daybreak.project.load;

import dev.daybreak.project.asset.PoolUse;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.problem.NearestName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The key {@code pools} of {@code daybreak.yaml}, and {@code pool} and {@code weight} of assets. */
final class PoolForm {
    private static final int MOST_SLOTS = 100_000;

    static final Key<Map<String, Located<Long>>> POOLS = Key.withDefault(
            "pools",
            Shapes.mapOf(
                    Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*"),
                    "letters, digits, _ and -",
                    Shapes.located(Scalars.wholeNumber(1, MOST_SLOTS)).map(Located::value)),
            "How many slots each pool has; steps of assets that name the pool share them, whatever run they are of.",
            Map.of(),
            "none");

    static final Key<String> POOL = Key.optional(
            "pool",
            Scalars.text(),
            "A pool of daybreak.yaml: its steps are at work only as far as the pool has slots left.");
    static final Key<Long> WEIGHT = Key.optional(
            "weight", Scalars.wholeNumber(1, MOST_SLOTS), "How many slots of the pool a step takes; by default 1.");

    private PoolForm() {}

    static Map<String, Integer> pools(Fields fields) {
        Map<String, Integer> pools = new HashMap<>();
        fields.value(POOLS)
                .forEach((name, slots) -> pools.put(name, slots.value().intValue()));
        return pools;
    }

    static PoolUse read(Fields fields, Reading reading) {
        Optional<String> pool = fields.find(POOL);
        int weight = fields.find(WEIGHT).map(Long::intValue).orElse(1);
        if (pool.isEmpty()) {
            if (fields.has(WEIGHT)) {
                reading.problems()
                        .error(
                                fields.place(WEIGHT),
                                "Invalid key 'weight': the asset names no pool.",
                                "Add 'pool: NAME', or remove 'weight'.");
            }
            return PoolUse.NONE;
        }
        reading.settings().ifPresent(settings -> check(fields, pool.get(), weight, settings.pools(), reading));
        return new PoolUse(pool.get(), weight);
    }

    private static void check(Fields fields, String pool, int weight, Map<String, Integer> pools, Reading reading) {
        Integer slots = pools.get(pool);
        if (slots == null) {
            reading.problems()
                    .error(
                            fields.place(POOL),
                            "Invalid pool '" + pool + "': daybreak.yaml has no such pool; permitted: "
                                    + (pools.isEmpty() ? "none" : String.join(", ", new TreeSet<>(pools.keySet())))
                                    + "."
                                    + NearestName.hint(pool, pools.keySet()),
                            "Add 'pools: {" + pool + ": 4}' to daybreak.yaml, or remove the key.");
        } else if (weight > slots) {
            reading.problems()
                    .error(
                            fields.place(WEIGHT),
                            "Invalid weight " + weight + ": pool '" + pool + "' has only " + slots
                                    + (slots == 1 ? " slot" : " slots") + ", so that the step could never begin.",
                            "Make the step lighter, or the pool larger in daybreak.yaml.");
        }
    }
}
