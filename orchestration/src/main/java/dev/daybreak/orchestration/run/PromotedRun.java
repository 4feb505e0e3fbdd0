package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A run that is over when it is written: its steps say what was taken over from another environment. What they published is for the caller to
 * write, in the same transaction.
 */
public final class PromotedRun {
    private static final String KIND = "promotion";

    private final Handle handle;
    private final Store store;
    private final String id;
    private final long now;

    private PromotedRun(Handle handle, Store store, String id, long now) {
        this.handle = handle;
        this.store = store;
        this.id = id;
        this.now = now;
    }

    /**
     * @param handle in a transaction of the whole store
     * @param words what was asked for
     * @param by who asked
     */
    public static PromotedRun insert(Handle handle, Store store, String words, String by) {
        long now = store.nowMillis(handle);
        String id = RunIds.unused(handle, now);
        RunDao.insertEnded(handle, id, KIND, words, by, now);
        return new PromotedRun(handle, store, id, now);
    }

    public String id() {
        return id;
    }

    /** In milliseconds since 1970, by the store's clock. */
    public long at() {
        return now;
    }

    /**
     * Writes a step for partitions of one asset, oldest first.
     *
     * @return the token with which they are published
     */
    public long add(AssetKey asset, List<DataInterval> partitions, long rows) {
        long token = store.nextTokens(handle, 1).get(0);
        StepSpan span = new StepSpan(id + "/" + asset, asset, partitions);
        StepDao.insertEnded(
                handle, id, new StepResult(span, StepState.SUCCEEDED, "", rows, Optional.empty()), "promoted", now);
        AttemptDao.insertEnded(handle, id, span, token, now);
        return token;
    }
}
