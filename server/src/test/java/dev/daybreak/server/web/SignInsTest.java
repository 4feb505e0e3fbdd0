package dev.daybreak.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.access.Role;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long a browser stays signed in. */
class SignInsTest {
    private static final Caller VERA = new Caller("vera", Role.VIEWER);

    private final AtomicLong now = new AtomicLong();
    private final SignIns signIns = new SignIns(now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void itEndsWhenNothingHasComeForAWhile() {
        String id = signIns.begin(VERA);
        pass(SignIns.IDLE);
        assertThat(signIns.find(id)).contains(VERA);

        pass(SignIns.IDLE.plusNanos(1));

        assertThat(signIns.find(id)).isEmpty();
    }

    @Test
    void itEndsAfterAWeekHoweverBusyItIs() {
        String id = signIns.begin(VERA);
        for (int hours = 0; hours < SignIns.LONGEST.toHours(); hours += 6) {
            pass(Duration.ofHours(6));
            assertThat(signIns.find(id)).contains(VERA);
        }

        pass(Duration.ofHours(6));

        assertThat(signIns.find(id)).isEmpty();
    }

    @Test
    void whoSignsOutIsNobody() {
        String id = signIns.begin(VERA);
        String other = signIns.begin(VERA);

        signIns.end(id);

        assertThat(signIns.find(id)).isEmpty();
        assertThat(signIns.find(other)).contains(VERA);
    }
}
