package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.Graph;

/** What every part of one run needs. */
record RunContext(
        String run,
        Graph graph,
        Store store,
        Materializers materializers,
        RunnerSettings settings,
        RunListener listener,
        Claims claims,
        Recovery recovery,
        Heart heart) {}
