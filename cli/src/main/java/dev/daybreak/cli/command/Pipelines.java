package dev.daybreak.cli.command;

import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.schedule.Pipeline;
import java.util.List;

/** Finds the pipeline that a command line names. */
final class Pipelines {
    private Pipelines() {}

    static Pipeline find(Workspace workspace, String name) {
        List<Pipeline> pipelines = workspace.project().pipelines();
        return pipelines.stream()
                .filter(pipeline -> pipeline.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        unknown(name, pipelines.stream().map(Pipeline::name).toList()));
    }

    private static DaybreakException unknown(String name, List<String> names) {
        String there = names.isEmpty() ? "the project has none" : "there are " + String.join(", ", names);
        return new DaybreakException(
                ErrorCode.WRONG_USE,
                "Invalid pipeline '" + name + "': " + there + "." + NearestName.hint(name, names),
                "Name a file of the folder 'pipelines', without '.yaml'.");
    }
}
