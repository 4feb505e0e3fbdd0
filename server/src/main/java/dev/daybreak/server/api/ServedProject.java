package dev.daybreak.server.api;

import dev.daybreak.lineage.graph.ColumnGraph;
import dev.daybreak.orchestration.request.Requests;
import dev.daybreak.orchestration.run.RunQueue;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Project;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.PublishedState;
import java.nio.file.Path;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * The project that the API is about.
 *
 * @param columns finds out where its columns come from
 * @param sensitive whether the values of an asset's column are only for those who may see what tells of a person
 * @param state what is published when it is asked for, for one plan; what dead processes began is to be settled before
 * @param recover settles what dead processes began
 * @param logs the folder with the log files of attempts
 * @param tables the tables of the lake
 * @param definitions how what is served stands to the project's files now
 */
public record ServedProject(
        Project project,
        Graph graph,
        Supplier<ColumnGraph> columns,
        BiPredicate<AssetKey, String> sensitive,
        Store store,
        RunQueue queue,
        Supplier<PublishedState> state,
        Runnable recover,
        Path logs,
        ServedTables tables,
        Supplier<Definitions> definitions) {
    /** What is asked for in words of a request. */
    public Requests requests() {
        return new Requests(graph, project.pipelines(), project.settings(), name -> "'" + name + "'");
    }
}
