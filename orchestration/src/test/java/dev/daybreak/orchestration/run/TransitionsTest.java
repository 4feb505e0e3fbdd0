package dev.daybreak.orchestration.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.history.AttemptState;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepState;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransitionsTest {
    static Stream<Enum<?>> finalStates() {
        return Stream.of(
                RunState.SUCCEEDED,
                RunState.FAILED,
                RunState.CANCELLED,
                RunState.INTERRUPTED,
                StepState.SUCCEEDED,
                StepState.FAILED,
                StepState.SKIPPED,
                StepState.CANCELLED,
                NodeState.FINISHED,
                NodeState.DROPPED,
                AttemptState.SUCCEEDED,
                AttemptState.FAILED,
                AttemptState.CANCELLED,
                AttemptState.LOST);
    }

    @ParameterizedTest
    @MethodSource("finalStates")
    void nothingLeavesAFinalState(Enum<?> state) {
        for (Object other : state.getDeclaringClass().getEnumConstants()) {
            assertThat(Transitions.isLegal(state, (Enum<?>) other)).isFalse();
        }
    }

    @Test
    void anAttemptSucceedsOnlyAfterItSaidWhatItPublishes() {
        assertThat(Transitions.into(AttemptState.SUCCEEDED)).containsExactly("PUBLISHING", "SETTLING");
    }

    @Test
    void anAttemptIsLostOnlyWhileSomebodySettlesIt() {
        assertThat(Transitions.into(AttemptState.LOST)).containsExactly("SETTLING");
        assertThat(Transitions.isLegal(AttemptState.SETTLING, AttemptState.PUBLISHING))
                .isFalse();
    }

    @Test
    void whatIsToBeDoneIsAtWorkAgainOnlyAfterItWaited() {
        assertThat(Transitions.into(RunState.RUNNING)).containsExactly("QUEUED");
        assertThat(Transitions.into(RunState.QUEUED)).containsExactly("RUNNING");
        assertThat(Transitions.into(StepState.RUNNING)).containsExactly("READY");
        assertThat(Transitions.into(AttemptState.CLAIMED)).isEmpty();
    }
}
