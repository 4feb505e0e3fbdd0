package dev.daybreak.pipelines.code;

import dev.daybreak.pipelines.api.Doing;
import dev.daybreak.project.asset.AssetKey;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Set;

/**
 * What carries out a step of a pipeline in Java.
 *
 * @param loader of the classes of the pipeline
 * @param zone of the pipeline
 * @param before the steps that it comes after, directly or not
 * @param followers the steps that come directly after it
 * @param setsUp whether another puts away what it has set up
 */
public record StepCode(
        AssetKey key,
        Doing doing,
        ClassLoader loader,
        ZoneId zone,
        Set<AssetKey> before,
        Set<AssetKey> followers,
        boolean setsUp) {
    public StepCode {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(doing, "doing");
        Objects.requireNonNull(loader, "loader");
        Objects.requireNonNull(zone, "zone");
        before = Set.copyOf(before);
        followers = Set.copyOf(followers);
    }
}
