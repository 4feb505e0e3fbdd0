package dev.daybreak.project.asset;

import java.util.Objects;

/**
 * What a step takes of a pool while it is at work.
 *
 * @param pool empty for none: then nothing but the room of workers bounds how many of its kind are at work
 * @param weight how many slots, at least 1
 */
public record PoolUse(String pool, int weight) {
    public static final PoolUse NONE = new PoolUse("", 1);

    public PoolUse {
        Objects.requireNonNull(pool, "pool");
        if (weight < 1) {
            throw new IllegalArgumentException("Invalid weight " + weight + "; permitted: at least 1");
        }
    }
}
