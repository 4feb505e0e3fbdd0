package dev.daybreak.project;

import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.asset.TableAsset;
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
        List<ModelAsset> models,
        List<Pipeline> pipelines) {
    public Project {
        sources = List.copyOf(sources);
        tables = List.copyOf(tables);
        models = List.copyOf(models);
        pipelines = List.copyOf(pipelines);
    }

    /** Sources, tables and models, in this order. */
    public List<Asset> assets() {
        return Stream.<List<? extends Asset>>of(sources, tables, models)
                .flatMap(List::stream)
                .map(Asset.class::cast)
                .toList();
    }
}
