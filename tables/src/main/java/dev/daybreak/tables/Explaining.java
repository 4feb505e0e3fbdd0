package dev.daybreak.tables;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.QueryPlan;
import dev.daybreak.engine.Session;
import dev.daybreak.lake.Lake;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.sql.text.BoundSql;

/** Tells how an engine would compute SQL tables from what their inputs hold now. Nothing is computed. Thread-safe. */
public final class Explaining {
    private final Engine engine;
    private final Lake lake;
    private final Settings settings;
    private final Graph graph;

    public Explaining(Engine engine, Lake lake, Settings settings, Graph graph) {
        this.engine = engine;
        this.lake = lake;
        this.settings = settings;
        this.graph = graph;
    }

    /**
     * Explains one partition.
     *
     * @param node a SQL table
     * @throws dev.daybreak.project.problem.DaybreakException {@code MISSING_INPUT} if an input was never published, {@code INVALID_SQL} if
     *     the engine does not understand the text
     */
    public Explanation explain(Graph.Node node, DataInterval interval) {
        TableAsset asset = (TableAsset) node.asset();
        Dialects.require(asset, engine);
        PinnedInputs inputs = PinnedInputs.pin(lake, graph, node);
        try (Session session = engine.open(settings.zone())) {
            TableQuery query = new TableQuery(asset, session, inputs, settings);
            query.register(session::register, interval, interval);
            BoundSql bound = query.bind(interval, false);
            QueryPlan plan = SqlPlaces.located(asset, bound, () -> session.explain(bound.text()));
            return new Explanation(node.key(), interval, engine.name(), inputs.reads(interval, plan), plan.text());
        }
    }
}
