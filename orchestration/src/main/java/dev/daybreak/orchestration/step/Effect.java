package dev.daybreak.orchestration.step;

import dev.daybreak.project.asset.AssetKey;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What publishing a step did.
 *
 * @param snapshot of the asset's table; empty for kinds without one
 * @param inputs the snapshot of every table that was read; not all are known after a recovery
 * @param words what readers of a log want to know, such as {@code "version 4, promoted"}; may be empty
 */
public record Effect(Optional<Long> snapshot, Map<AssetKey, Long> inputs, String words) {
    public Effect {
        Objects.requireNonNull(snapshot, "snapshot");
        Objects.requireNonNull(words, "words");
        inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
    }
}
