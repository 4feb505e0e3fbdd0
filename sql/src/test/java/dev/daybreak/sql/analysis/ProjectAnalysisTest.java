package dev.daybreak.sql.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is found in a project whose SQL is right: inputs, windows, order and definitions. */
class ProjectAnalysisTest {
    private static Graph graph(Situation project) {
        assertThat(project.problems()).isEmpty();
        return project.analysis().graph().orElseThrow();
    }

    private static List<String> inputs(Graph graph, String name) {
        return graph.node(AssetKey.parse(name)).inputs().stream()
                .map(input -> input.asset() + " " + input.window())
                .toList();
    }

    @Test
    void assetsStandAfterWhatTheyRead() {
        Graph graph = graph(Situation.withClicks()
                .table("features.c", "SELECT b.*, age FROM features.b JOIN raw.users USING (user_id)")
                .table("features.b", "SELECT * FROM features.a")
                .table("features.a", "SELECT user_id FROM raw.clicks"));

        assertThat(graph.nodes().stream().map(node -> node.key().toString()).filter(name -> name.startsWith("f")))
                .containsExactly("features.a", "features.b", "features.c");
    }

    @Test
    void aPartitionReadsTheSameIntervalOfInputsThatHaveATimeAndAllOfOthers() {
        Graph graph = graph(Situation.withClicks()
                .table(
                        "features.t",
                        "SELECT c.user_id, CAST(c.event_time AS DATE) AS day FROM raw.clicks c JOIN raw.users u ON u.user_id = c.user_id",
                        header -> header.daily("day")));

        assertThat(inputs(graph, "features.t")).containsExactly("raw.clicks same interval", "raw.users whole");
    }

    @Test
    void anUnpartitionedTableReadsEverything() {
        Graph graph = graph(Situation.withClicks().table("features.t", "SELECT user_id FROM raw.clicks"));

        assertThat(inputs(graph, "features.t")).containsExactly("raw.clicks whole");
    }

    @Test
    void aDeclaredWindowWins() {
        Graph graph = graph(Situation.withClicks()
                .table("features.t", "SELECT user_id, :start AS day FROM raw.clicks", header -> header.daily("day")
                        .input(
                                "raw.clicks",
                                new Input.Last(Span.parse("30 days").orElseThrow()))));

        assertThat(inputs(graph, "features.t")).containsExactly("raw.clicks last 30 days");
    }

    @Test
    void aDeclaredInputThatIsNotReadDrawsAWarning() {
        Situation project = Situation.withClicks()
                .table(
                        "features.t",
                        "SELECT user_id FROM raw.clicks",
                        header -> header.input("raw.users", new Input.Whole()));

        assertThat(project.problems())
                .containsExactly("assets/header.sql:2:3 Invalid input 'raw.users': the SQL text does not read it."
                        + " | Remove it, or read it. Until then a change of it makes this table stale.");
        assertThat(project.analysis().graph()).isPresent();
    }

    @Test
    void aCommonTableExpressionIsNoInput() {
        Graph graph = graph(Situation.withClicks()
                .table(
                        "features.t",
                        "WITH clicks AS (SELECT user_id FROM raw.users) SELECT clicks.user_id FROM clicks"));

        assertThat(inputs(graph, "features.t")).containsExactly("raw.users whole");
    }

    @Test
    void theDefinitionHoldsTheNormalizedTextAndTheVariablesItUses() {
        Graph graph = graph(Situation.withClicks()
                .variable("bound", 3L)
                .variable("unused", "x")
                .table(
                        "features.t",
                        "SELECT User_ID -- who\nFROM raw.clicks WHERE price > :bound AND event_time < :end"));

        Map<String, String> definition =
                graph.node(AssetKey.parse("features.t")).definition();
        assertThat(definition.get("sql"))
                .isEqualTo("select user_id from raw . clicks where price > :bound and event_time < :end");
        assertThat(definition.get("variables")).isEqualTo("bound=3\n");
        assertThat(definition).containsKeys("checks", "columns", "partition");
    }

    @Test
    void columnsAreToldOnlyIfAllOfThemAreKnown() {
        Graph graph = graph(Situation.withClicks()
                .table("features.a", "SELECT user_id, price / 2 AS half FROM raw.clicks")
                .table(
                        "features.b",
                        "SELECT user_id, some_function(price) AS half FROM raw.clicks",
                        header -> header.dialect("duckdb"))
                .table("features.c", "SELECT half FROM features.b", header -> header.columns("half float")));

        assertThat(graph.node(AssetKey.parse("features.a")).columns())
                .contains(Situation.schema("user_id long", "half double"));
        assertThat(graph.node(AssetKey.parse("features.b")).columns()).isEmpty();
        assertThat(graph.node(AssetKey.parse("features.c")).columns()).contains(Situation.schema("half float"));
        assertThat(graph.node(AssetKey.parse("raw.users")).columns().map(Schema::names))
                .contains(List.of("user_id", "age", "country", "_ingested_at"));
    }

    @Test
    void aTextInADialectThatCannotBeReadFallsBackOnWhatItDeclares() {
        Situation project = Situation.withClicks()
                .table("features.t", "PIVOT raw.clicks ON item_id USING sum(price)", header -> header.dialect("duckdb")
                        .input("raw.clicks", new Input.Whole())
                        .columns("item_id long"))
                .table("features.u", "SELECT item_id FROM features.t");

        assertThat(project.problems())
                .containsExactly("assets/features/t.sql:4:1 Cannot analyse this text, which is in the dialect 'duckdb':"
                        + " invalid SQL: did not expect 'PIVOT'. | Its declared inputs and columns are taken instead.");
        Graph graph = project.analysis().graph().orElseThrow();
        assertThat(inputs(graph, "features.t")).containsExactly("raw.clicks whole");
        assertThat(project.query("features.u")
                        .find("item_id")
                        .orElseThrow()
                        .type()
                        .map(Object::toString))
                .contains("long");
    }

    @Test
    void aModelReadsItsTrainingTable() {
        Graph graph = graph(Situation.withClicks()
                .table("features.t", "SELECT user_id, price > 1 AS bought, event_time FROM raw.clicks")
                .model(model("bought", "user_id", "event_time")));

        assertThat(inputs(graph, "models.m")).containsExactly("features.t whole");
    }

    @Test
    void aModelNamesColumnsOfItsTrainingTable() {
        Situation project = Situation.withClicks()
                .table("features.t", "SELECT user_id, price > 1 AS bought, event_time FROM raw.clicks")
                .model(model("boughtt", "age", "time"));

        assertThat(project.problems())
                .containsExactly(
                        "models/m.yaml Cannot find label 'boughtt' in training table 'features.t'. Did you mean 'bought'?"
                                + " | It has user_id, bought, event_time.",
                        "models/m.yaml Cannot find feature 'age' in training table 'features.t'."
                                + " | It has user_id, bought, event_time.",
                        "models/m.yaml Cannot find time column 'time' in training table 'features.t'."
                                + " | It has user_id, bought, event_time.");
        assertThat(project.analysis().graph()).isEmpty();
    }

    private static ModelAsset model(String label, String feature, String timeColumn) {
        return new ModelAsset(
                AssetKey.parse("models.m"),
                Situation.about("models/m.yaml"),
                AssetKey.parse("features.t"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(timeColumn),
                label,
                List.of(new ModelAsset.Feature(feature, ModelAsset.FeatureKind.NUMERIC)),
                new ModelAsset.RandomSplit(0.2),
                new ModelAsset.Algorithm("xgboost", Map.of(), 10, 1, 1, Optional.empty()),
                List.of(),
                0,
                false);
    }
}
