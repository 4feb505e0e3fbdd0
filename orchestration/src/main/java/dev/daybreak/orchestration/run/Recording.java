package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.AttemptState;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.step.Effect;
import org.jdbi.v3.core.Handle;

/** Writes down a published step, the same way whether its own worker does so or a recovery. */
final class Recording {
    private Recording() {}

    /** The state in which an attempt ends that did what it intended. */
    static AttemptState attemptState(Intent intent) {
        return intent.refused().isPresent() ? AttemptState.FAILED : AttemptState.SUCCEEDED;
    }

    static StepResult result(StepSpan step, Intent intent, String words) {
        StepState state = intent.refused().isPresent() ? StepState.FAILED : StepState.SUCCEEDED;
        return new StepResult(step, state, words, intent.rows(), intent.refused());
    }

    static TryEnd write(
            Handle handle,
            StepEnds ends,
            OutcomeDao.Origin origin,
            Intent intent,
            Effect effect,
            StepResult result,
            long now) {
        OutcomeDao.insertMaterializations(handle, origin, intent, effect, now);
        return ends.end(handle, origin.run(), result, now);
    }
}
