package dev.daybreak.tables;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Session;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeViews;
import dev.daybreak.lake.PublishGuard;
import dev.daybreak.orchestration.step.Audit;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.step.Work;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.sql.text.BoundSql;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One attempt at a view: its columns are found out, no row is read. */
final class ViewWork implements Work {
    private final Lake lake;
    private final Settings settings;
    private final StepContext step;
    private final ViewAsset asset;
    private final Session session;
    private final TableQuery query;
    private Schema columns;

    ViewWork(Engine engine, Lake lake, Settings settings, StepContext step, PinnedInputs inputs) {
        this.lake = lake;
        this.settings = settings;
        this.step = step;
        this.asset = (ViewAsset) step.node().asset();
        this.session = engine.open(settings.zone());
        this.query = new TableQuery(asset, session, inputs, settings);
    }

    @Override
    public void compute() {
        query.register(session::register, DataInterval.ALL, DataInterval.ALL);
        BoundSql bound = query.bind(DataInterval.ALL, false);
        columns =
                SqlPlaces.located(asset, bound, () -> OutputSchema.ofView(step.node(), session.describe(bound.text())));
    }

    @Override
    public List<Audit> audit() {
        return List.of(new Audit(DataInterval.ALL, 0, List.of()));
    }

    @Override
    public Effect publish(PublishGuard guard, Set<DataInterval> accepted) {
        if (!settings.environment().isProd()) {
            return effect("not in the catalog, whose views are those of prod");
        }
        Map<String, String> texts = ViewTexts.of(asset, settings.variables());
        lake.views().publish(asset.key(), new LakeViews.Definition(columns, texts), guard);
        return effect("view for " + String.join(" and ", texts.keySet()));
    }

    private static Effect effect(String words) {
        return new Effect(Optional.empty(), Map.of(), words);
    }

    @Override
    public void cancel() {
        session.cancel();
    }

    @Override
    public void close() {
        session.close();
    }
}
