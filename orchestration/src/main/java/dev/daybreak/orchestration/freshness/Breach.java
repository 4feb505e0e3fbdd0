package dev.daybreak.orchestration.freshness;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.Optional;

/**
 * A promise that was not kept.
 *
 * @param interval {@link DataInterval#ALL} for an asset that is not cut along time
 * @param due until when the partition should have been there
 * @param breached when it was noticed that it is not
 * @param healed when it was noticed that it is there after all; empty while it is not
 * @param why it was not there when that was noticed
 */
public record Breach(
        AssetKey asset, DataInterval interval, Instant due, Instant breached, Optional<Instant> healed, String why) {}
