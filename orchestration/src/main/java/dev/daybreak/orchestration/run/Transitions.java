package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.AttemptState;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every legal change of a state, in one table. The statements that change states take the permitted earlier states from
 * here, so that the database itself refuses any other change; a state that no line begins with is final.
 */
final class Transitions {
    private static final Map<Enum<?>, Set<? extends Enum<?>>> LEGAL = Map.of(
            RunState.QUEUED, Set.of(RunState.RUNNING, RunState.CANCELLED),
            RunState.RUNNING,
                    Set.of(
                            RunState.SUCCEEDED,
                            RunState.FAILED,
                            RunState.CANCELLED,
                            RunState.INTERRUPTED,
                            RunState.QUEUED),
            StepState.RUNNING, Set.of(StepState.SUCCEEDED, StepState.FAILED, StepState.SKIPPED, StepState.CANCELLED),
            AttemptState.CLAIMED,
                    Set.of(AttemptState.PUBLISHING, AttemptState.SETTLING, AttemptState.FAILED, AttemptState.CANCELLED),
            AttemptState.PUBLISHING,
                    Set.of(AttemptState.SUCCEEDED, AttemptState.FAILED, AttemptState.CANCELLED, AttemptState.SETTLING),
            AttemptState.SETTLING,
                    Set.of(AttemptState.SETTLING, AttemptState.SUCCEEDED, AttemptState.FAILED, AttemptState.LOST));

    private Transitions() {}

    static boolean isLegal(Enum<?> from, Enum<?> to) {
        return LEGAL.getOrDefault(from, Set.of()).contains(to);
    }

    /** The names of the states from which {@code to} may be entered. */
    static List<String> into(Enum<?> to) {
        return Arrays.stream(to.getDeclaringClass().getEnumConstants())
                .map(constant -> (Enum<?>) constant)
                .filter(from -> isLegal(from, to))
                .map(Enum::name)
                .toList();
    }
}
