package dev.daybreak.pipelines.step;

import dev.daybreak.orchestration.step.Batching;
import dev.daybreak.orchestration.step.Batching.Order;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.step.Materializer;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.step.Work;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.pipelines.api.Doing;
import dev.daybreak.pipelines.code.StepCode;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.StepAsset;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.plan.Outside;
import dev.daybreak.project.plan.Slice;
import dev.daybreak.project.time.DataInterval;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries out the steps of pipelines in Java. What a step publishes is its value; a step with the same value again changes nothing for others. */
public final class StepMaterializer implements Materializer {
    private final Map<AssetKey, StepCode> code;
    private final StepValues values;
    private final Surroundings surroundings;

    /** @param code of every step of the project */
    public StepMaterializer(Map<AssetKey, StepCode> code, Store store, Surroundings surroundings) {
        this.code = Map.copyOf(code);
        this.values = new StepValues(store);
        this.surroundings = surroundings;
    }

    @Override
    public boolean materializes(Asset asset) {
        return asset instanceof StepAsset;
    }

    @Override
    public Outside outside(Asset asset) {
        return Outside.NOTHING;
    }

    /** A version is the value; of a step that sets something up, each time counts, since all that it set up before was put away. */
    @Override
    public List<Slice> slices(Asset asset) {
        boolean setsUp = code.get(asset.key()).setsUp();
        return values.all(asset.key()).stream()
                .map(kept -> new Slice(
                        kept.interval(), Fingerprint.hash(setsUp ? kept.step() + kept.value() : kept.value()), 0))
                .toList();
    }

    @Override
    public Batching batching(Asset asset) {
        return new Batching(1, Order.ANY);
    }

    @Override
    public Optional<String> leavesOut(Asset asset, DataInterval interval, AssetKey reader) {
        StepCode step = code.get(asset.key());
        boolean isChoice =
                step.doing() instanceof Doing.Choose && step.followers().contains(reader);
        return isChoice
                ? values.find(asset.key(), interval)
                        .map(new ValueText(step.loader())::read)
                        .filter(chosen -> !((List<?>) chosen).contains(reader.name()))
                        .map(chosen -> asset.key() + " chose " + (((List<?>) chosen).isEmpty() ? "none" : chosen))
                : Optional.empty();
    }

    @Override
    public Work prepare(StepContext step) {
        return new StepWork(step, code.get(step.node().key()), values, surroundings);
    }

    @Override
    public Optional<Effect> recover(Asset asset, String stepKey, String attempt) {
        return values.isPublished(stepKey) ? Optional.of(new Effect(Optional.empty(), Map.of(), "")) : Optional.empty();
    }
}
