package dev.daybreak.lineage.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.Project;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.About;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.FileLayout;
import dev.daybreak.project.asset.LateData;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.TableFormat;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.sql.analysis.ProjectAnalysis;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What {@code lineage ASSET[.column]} knows, over a source, two tables and a model. */
class ColumnGraphTest {
    private static final ColumnGraph GRAPH = ColumnGraph.of(ProjectAnalysis.analyze(project()));

    @Test
    void aColumnIsFollowedBackToTheSources() {
        assertThat(lines(GRAPH.upstream(LineageNode.parse("features.daily.spent"))))
                .containsExactly("features.daily.spent", "  raw.clicks.price DIRECT", "  raw.clicks.user_id INDIRECT");
    }

    @Test
    void aColumnIsFollowedDownToModels() {
        assertThat(lines(GRAPH.downstream(LineageNode.parse("raw.clicks.price"))))
                .containsExactly(
                        "raw.clicks.price",
                        "  features.daily.spent DIRECT",
                        "    features.training.label DIRECT",
                        "      models.m DIRECT",
                        "    features.training.user_id INDIRECT",
                        "      models.m DIRECT");
    }

    @Test
    void anAssetIsFollowedByItsInputs() {
        assertThat(lines(GRAPH.upstream(LineageNode.parse("features.training"))))
                .containsExactly("features.training", "  features.daily DIRECT", "    raw.clicks DIRECT");
        assertThat(lines(GRAPH.downstream(LineageNode.parse("raw.clicks"))))
                .containsExactly(
                        "raw.clicks",
                        "  features.daily DIRECT",
                        "    features.training DIRECT",
                        "      models.m DIRECT");
    }

    @Test
    void whatIsReachedTwiceIsToldInFullOnce() {
        LineageTree model = GRAPH.upstream(LineageNode.parse("models.m"));

        assertThat(lines(model))
                .containsSubsequence(
                        "  features.training.label DIRECT",
                        "    features.daily.spent DIRECT",
                        "      raw.clicks.price DIRECT",
                        "  features.training.user_id DIRECT",
                        "    features.daily.spent INDIRECT ...");
    }

    @Test
    void columnsAreFoundWhateverTheirLetterCase() {
        assertThat(GRAPH.find(LineageNode.parse("raw.clicks.PRICE"))).contains(LineageNode.parse("raw.clicks.price"));
        assertThat(GRAPH.find(LineageNode.parse("raw.clicks.cost"))).isEmpty();
        assertThat(GRAPH.find(LineageNode.parse("raw.nothing"))).isEmpty();
        assertThat(GRAPH.columns(AssetKey.parse("features.daily")))
                .extracting(LineageNode::toString)
                .containsExactly("features.daily.spent", "features.daily.user_id");
    }

    private static List<String> lines(LineageTree tree) {
        List<String> lines = new ArrayList<>();
        print(tree, "", lines);
        return lines;
    }

    private static void print(LineageTree tree, String indent, List<String> lines) {
        lines.add(indent
                + tree.node()
                + tree.kind().map(kind -> " " + kind).orElse("")
                + (tree.repeated() ? " ..." : ""));
        tree.branches().forEach(branch -> print(branch, indent + "  ", lines));
    }

    private static Project project() {
        SourceAsset clicks = new SourceAsset(
                AssetKey.parse("raw.clicks"),
                about("sources/clicks.yaml"),
                new SourceAsset.Files("clicks", SourceAsset.Format.CSV, SourceAsset.Load.FULL),
                Schema.of(Column.of("user_id", Primitive.LONG), Column.of("price", Primitive.DOUBLE)),
                Optional.empty(),
                List.of(),
                TableFormat.PARQUET,
                FileLayout.NONE,
                Optional.empty(),
                0,
                SourceAsset.NewColumns.FAIL,
                List.of());
        ModelAsset model = new ModelAsset(
                AssetKey.parse("models.m"),
                about("models/m.yaml"),
                AssetKey.parse("features.training"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "label",
                List.of(new ModelAsset.Feature("user_id", ModelAsset.FeatureKind.CATEGORICAL)),
                new ModelAsset.RandomSplit(0.2),
                new ModelAsset.Algorithm("xgboost", Map.of(), 1, 1, 1, Optional.empty()),
                List.of(),
                0,
                false);
        Settings settings = new Settings(
                "test",
                ZoneId.of("UTC"),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(),
                Map.of(),
                new Settings.EngineSettings(1, 1),
                Path.of("/nowhere"));
        return new Project(
                Path.of("/nowhere"),
                settings,
                List.of(clicks),
                List.of(
                        table("features.daily", "SELECT user_id, SUM(price) AS spent FROM raw.clicks GROUP BY user_id"),
                        table(
                                "features.training",
                                "SELECT user_id, spent > 9 AS label FROM features.daily WHERE spent > 0")),
                List.of(),
                List.of(model),
                List.of(),
                List.of());
    }

    private static TableAsset table(String name, String sql) {
        return new TableAsset(
                AssetKey.parse(name),
                about("assets/" + name + ".sql"),
                sql,
                Place.of("assets/" + name + ".sql"),
                Optional.empty(),
                List.of(),
                FileLayout.NONE,
                LateData.HEALED,
                1,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static About about(String file) {
        return new About("", "", List.of(), Place.of(file));
    }
}
