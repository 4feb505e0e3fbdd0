package dev.daybreak.project.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.project.schedule.Missed.Policy;
import dev.daybreak.project.time.DataInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MissedTest {
    private static final List<Tick> TICKS =
            IntStream.range(0, 5).mapToObj(MissedTest::day).toList();

    private static Tick day(int index) {
        Instant start = Instant.parse("2025-01-01T00:00:00Z").plus(Duration.ofDays(index));
        Instant end = start.plus(Duration.ofDays(1));
        return new Tick(new DataInterval(start, end), end);
    }

    @Test
    void allTheLastOrNoneAreRun() {
        assertThat(new Missed(Policy.ALL, 100).choose(TICKS)).isEqualTo(TICKS);
        assertThat(new Missed(Policy.LAST, 100).choose(TICKS)).containsExactly(TICKS.get(4));
        assertThat(new Missed(Policy.NONE, 100).choose(TICKS)).isEmpty();
        assertThat(Missed.DEFAULT.choose(List.of())).isEmpty();
    }

    @Test
    void ofAllTheNewestAreRunUpToABound() {
        assertThat(new Missed(Policy.ALL, 2).choose(TICKS)).containsExactly(TICKS.get(3), TICKS.get(4));
    }

    @Test
    void theLastHasTheNewestInterval() {
        assertThat(Missed.DEFAULT.choose(List.of(TICKS.get(2), TICKS.get(3), TICKS.get(0))))
                .containsExactly(TICKS.get(3));
    }

    @Test
    void theLastIsRunIfNobodySays() {
        assertThat(Missed.DEFAULT).isEqualTo(new Missed(Policy.LAST, 100));
    }

    @Test
    void refusesABoundOfNothing() {
        assertThatThrownBy(() -> new Missed(Policy.ALL, 0))
                .hasMessage("Invalid number of missed runs 0; permitted: 1 or more");
    }
}
