package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.StoreAway;
import dev.daybreak.project.Graph;
import java.util.function.Supplier;

/**
 * What every part of one run needs.
 *
 * @param generation how often the run went back to the queue
 * @param queued whether it came from the queue, to which it returns if its worker is stopped
 */
record RunContext(
        String run,
        int generation,
        boolean queued,
        Graph graph,
        Store store,
        Materializers materializers,
        RunnerSettings settings,
        RunListener listener,
        Claims claims,
        Recovery recovery,
        Heart heart) {
    /** Calls the store until it answers, or the run is cancelled; see {@link StoreAway#patiently}. */
    <T> T patiently(Supplier<T> call) {
        return StoreAway.patiently(call, heart::isCancelled);
    }

    /**
     * What the keys of this run's steps begin with. A run that is taken up again plans anew, and what it then computes may differ:
     * its steps are others than those of before, which are settled by then.
     */
    String stepKeys() {
        return generation == 0 ? run : run + "+" + generation;
    }
}
