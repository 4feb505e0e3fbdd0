package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.AttemptState;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every legal change of a state, in one table. The statements that change states take the permitted earlier states from
 * here, so that the database itself refuses any other change; a state that no line begins with is final.
 */
final class Transitions {
    private static final Map<Enum<?>, Set<? extends Enum<?>>> LEGAL = Map.ofEntries(
            entry(RunState.QUEUED, RunState.RUNNING, RunState.CANCELLED),
            entry(
                    RunState.RUNNING,
                    RunState.SUCCEEDED,
                    RunState.FAILED,
                    RunState.CANCELLED,
                    RunState.INTERRUPTED,
                    RunState.QUEUED),
            entry(NodeState.WAITING, NodeState.TO_PLAN, NodeState.DROPPED),
            entry(NodeState.TO_PLAN, NodeState.PLANNED, NodeState.DROPPED),
            entry(NodeState.PLANNED, NodeState.FINISHED),
            // Succeeded and failed without having been at work: by hand, or failed since their asset is gone.
            // Skipped: the step before it, on which it builds, was not published.
            entry(
                    StepState.WAITING,
                    StepState.READY,
                    StepState.CANCELLED,
                    StepState.SUCCEEDED,
                    StepState.FAILED,
                    StepState.SKIPPED),
            entry(
                    StepState.READY,
                    StepState.RUNNING,
                    StepState.WAITING,
                    StepState.CANCELLED,
                    StepState.SUCCEEDED,
                    StepState.FAILED,
                    StepState.SKIPPED),
            entry(
                    StepState.RUNNING,
                    StepState.SUCCEEDED,
                    StepState.FAILED,
                    StepState.SKIPPED,
                    StepState.OMITTED,
                    StepState.CANCELLED,
                    StepState.WAITING,
                    StepState.READY),
            entry(
                    AttemptState.CLAIMED,
                    AttemptState.PUBLISHING,
                    AttemptState.SETTLING,
                    AttemptState.FAILED,
                    AttemptState.CANCELLED),
            entry(
                    AttemptState.PUBLISHING,
                    AttemptState.SUCCEEDED,
                    AttemptState.FAILED,
                    AttemptState.CANCELLED,
                    AttemptState.SETTLING),
            entry(
                    AttemptState.SETTLING,
                    AttemptState.SETTLING,
                    AttemptState.SUCCEEDED,
                    AttemptState.FAILED,
                    AttemptState.LOST));

    private static final Map<Enum<?>, List<String>> INTO = LEGAL.values().stream()
            .flatMap(Set::stream)
            .distinct()
            .collect(Collectors.toUnmodifiableMap(to -> to, Transitions::from));

    private static Map.Entry<Enum<?>, Set<? extends Enum<?>>> entry(Enum<?> from, Enum<?>... to) {
        return Map.entry(from, Set.of(to));
    }

    private Transitions() {}

    static boolean isLegal(Enum<?> from, Enum<?> to) {
        return LEGAL.getOrDefault(from, Set.of()).contains(to);
    }

    /** The names of the states from which {@code to} may be entered. */
    static List<String> into(Enum<?> to) {
        return INTO.getOrDefault(to, List.of());
    }

    private static List<String> from(Enum<?> to) {
        return Arrays.stream(to.getDeclaringClass().getEnumConstants())
                .map(constant -> (Enum<?>) constant)
                .filter(from -> isLegal(from, to))
                .map(Enum::name)
                .toList();
    }
}
