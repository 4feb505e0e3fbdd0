package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;
import java.time.Duration;
import java.util.List;

/** Whether a claim still holds. Thread-safe. */
final class Claims {
    private final Store store;
    private final long leaseMillis;

    Claims(Store store, Duration lease) {
        this.store = store;
        this.leaseMillis = lease.toMillis();
    }

    static String logFile(String run, StepSpan span, long token) {
        return run + "/" + span.asset() + "-" + token + ".log";
    }

    /**
     * Whether an attempt may publish: it is still its worker's own, and no newer one has claimed what it covers. A yes also
     * extends its lease, so that nobody settles it between the answer and the commit that asked.
     */
    boolean isNewest(Claim claim, AssetKey asset, List<DataInterval> partitions) {
        DataInterval span = partitions.get(0).span(partitions.get(partitions.size() - 1));
        return store.inLightTransaction(
                asset.toString(),
                handle -> !AttemptDao.isOvertaken(handle, asset, span, claim.token())
                        && AttemptDao.renew(handle, claim.token(), store.nowMillis(handle) + leaseMillis));
    }
}
