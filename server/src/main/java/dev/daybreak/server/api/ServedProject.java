package dev.daybreak.server.api;

import dev.daybreak.orchestration.run.RunQueue;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Project;
import dev.daybreak.project.plan.PublishedState;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The project that the API is about.
 *
 * @param state what is published when it is asked for, for one plan; what dead processes began is to be settled before
 * @param recover settles what dead processes began
 * @param logs the folder with the log files of attempts
 */
public record ServedProject(
        Project project,
        Graph graph,
        Store store,
        RunQueue queue,
        Supplier<PublishedState> state,
        Runnable recover,
        Path logs) {}
