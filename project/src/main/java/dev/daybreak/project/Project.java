package dev.daybreak.project;

import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.asset.StepAsset;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.schedule.Pipeline;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A project as its files say it; nothing is resolved across files yet.
 *
 * @param root absolute
 */
public record Project(
        Path root,
        Settings settings,
        List<SourceAsset> sources,
        List<TableAsset> tables,
        List<ViewAsset> views,
        List<ModelAsset> models,
        List<StepAsset> steps,
        List<Pipeline> pipelines) {
    public Project {
        sources = List.copyOf(sources);
        tables = List.copyOf(tables);
        views = List.copyOf(views);
        models = List.copyOf(models);
        steps = List.copyOf(steps);
        pipelines = List.copyOf(pipelines);
    }

    /** The same project with more pipelines, which are written in Java, and their steps. */
    public Project with(List<Pipeline> morePipelines, List<StepAsset> moreSteps) {
        return new Project(
                root,
                settings,
                sources,
                tables,
                views,
                models,
                joined(steps, moreSteps),
                joined(pipelines, morePipelines));
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** Sources, tables, views, models and steps of pipelines, in this order. */
    public List<Asset> assets() {
        return Stream.<List<? extends Asset>>of(sources, tables, views, models, steps)
                .flatMap(List::stream)
                .map(Asset.class::cast)
                .toList();
    }
}
