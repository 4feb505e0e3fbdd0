package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Takes partitions for an attempt, so that no two attempts of any run work on one partition at a time. Claims of one asset take
 * turns; those of other assets, and what its attempts write down, need not wait for them. Thread-safe.
 */
final class Claims {
    private final Store store;
    private final long leaseMillis;

    Claims(Store store, Duration lease) {
        this.store = store;
        this.leaseMillis = lease.toMillis();
    }

    /** What became of asking for a claim. */
    sealed interface Answer {
        record Granted(Claim claim) implements Answer {}

        record Refused(TryEnd why) implements Answer {}
    }

    Answer claim(String run, StepTask task) {
        AssetKey asset = task.node().key();
        return store.inTransaction(asset.toString(), handle -> {
            StepSpan span = task.span();
            if (AttemptDao.isClaimed(handle, asset, span.interval())) {
                return new Answer.Refused(new TryEnd.Busy());
            }
            if (isOutdated(handle, task, span)) {
                return new Answer.Refused(new TryEnd.Outdated());
            }
            return new Answer.Granted(grant(handle, run, task, span));
        });
    }

    private static boolean isOutdated(Handle handle, StepTask task, StepSpan span) {
        Map<DataInterval, Long> tokens = OutcomeDao.newestTokens(handle, span.asset(), span.interval());
        tokens.keySet().retainAll(span.partitions());
        return !tokens.equals(task.batch().seen());
    }

    private Claim grant(Handle handle, String run, StepTask task, StepSpan span) {
        long now = store.nowMillis(handle);
        RunDao.beginStep(handle, run, span, task.batch().reason(), now);
        long token = store.nextToken(handle);
        Claim claim = new Claim(task.key(), token, run + "-" + token);
        AttemptDao.insert(handle, claim, span.asset(), run, logFile(run, span, token), now, leaseMillis);
        for (DataInterval partition : span.partitions()) {
            AttemptDao.insertClaim(handle, span.asset(), partition, token);
        }
        return claim;
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
        return store.inTransaction(
                asset.toString(),
                handle -> !AttemptDao.isOvertaken(handle, asset, span, claim.token())
                        && AttemptDao.renew(handle, claim.token(), store.nowMillis(handle) + leaseMillis));
    }
}
