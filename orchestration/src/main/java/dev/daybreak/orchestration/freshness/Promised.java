package dev.daybreak.orchestration.freshness;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Promise;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.Optional;

/**
 * A partition that must be there by a moment.
 *
 * @param interval {@link DataInterval#ALL} for an asset that is not cut along time
 * @param due until when it must be there; for an asset that is not cut, until when it must be published again
 * @param published when it was published last; empty if never
 * @param expected when the run that is at it will end, as far as the past tells
 * @param why it is not there; empty if it is, or its interval is not over
 * @param mend what to do; may be empty
 */
public record Promised(
        AssetKey asset,
        DataInterval interval,
        Promise promise,
        Instant due,
        PromiseState state,
        Optional<Instant> published,
        Optional<Instant> expected,
        String why,
        String mend) {}
