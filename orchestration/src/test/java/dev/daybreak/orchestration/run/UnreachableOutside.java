package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.step.Batching;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.step.Materializer;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.step.Work;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.plan.Outside;
import dev.daybreak.project.plan.Slice;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.util.List;
import java.util.Optional;

/** A kind whose sources cannot be asked what is new. */
record UnreachableOutside(Materializer tables) implements Materializer {
    @Override
    public boolean materializes(Asset asset) {
        return true;
    }

    @Override
    public Outside outside(Asset asset) {
        throw new DaybreakException(ErrorCode.UNREACHABLE, "Cannot reach the clicks.", "");
    }

    @Override
    public List<Slice> slices(Asset asset) {
        return tables.slices(asset);
    }

    @Override
    public Batching batching(Asset asset) {
        return tables.batching(asset);
    }

    @Override
    public Work prepare(StepContext step) {
        return tables.prepare(step);
    }

    @Override
    public Optional<Effect> recover(Asset asset, String stepKey, String attempt) {
        return tables.recover(asset, stepKey, attempt);
    }
}
