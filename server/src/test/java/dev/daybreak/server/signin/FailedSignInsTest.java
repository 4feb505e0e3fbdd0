package dev.daybreak.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How those who guess are slowed down. */
class FailedSignInsTest {
    private final AtomicLong now = new AtomicLong();
    private final FailedSignIns failed = new FailedSignIns(now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private void isAdmitted(String name, String address) {
        assertThat(failed.begin(name, address)).isEmpty();
    }

    @Test
    void afterThreeTriesEachHasToWaitTwiceAsLongAsTheOneBefore() {
        for (int i = 0; i < 4; i++) {
            isAdmitted("ana", "10.0.0.1");
        }

        assertThat(failed.begin("ana", "10.0.0.1")).contains(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        isAdmitted("ana", "10.0.0.1");
        assertThat(failed.begin("ana", "10.0.0.1")).contains(Duration.ofSeconds(2));
        for (int i = 0; i < 40; i++) {
            pass(failed.begin("ana", "10.0.0.1").orElse(Duration.ZERO));
        }
        failed.begin("ana", "10.0.0.1").ifPresent(wait -> {
            pass(wait);
            isAdmitted("ana", "10.0.0.1");
        });
        assertThat(failed.begin("ana", "10.0.0.1")).contains(Duration.ofMinutes(5));
    }

    @Test
    void othersAreNotHeldUpBySomebodyElsesTries() {
        for (int i = 0; i < 4; i++) {
            isAdmitted("ana", "10.0.0.1");
        }

        isAdmitted("ana", "10.0.0.2");
        isAdmitted("ben", "10.0.0.1");
    }

    @Test
    void oneAddressCannotTryManyNames() {
        for (int i = 0; i < 21; i++) {
            isAdmitted("name" + i, "10.0.0.1");
        }

        assertThat(failed.begin("name99", "10.0.0.1")).contains(Duration.ofSeconds(1));
        isAdmitted("name99", "10.0.0.2");
    }

    @Test
    void manyAddressesCannotTryOneNameFast() {
        for (int i = 0; i < 21; i++) {
            isAdmitted("ana", "10.0.1." + i);
        }

        assertThat(failed.begin("ana", "10.0.2.1")).contains(Duration.ofSeconds(1));
    }

    @Test
    void whoGetsInBeginsAnewButNotForOthersOfTheAddress() {
        for (int i = 0; i < 20; i++) {
            isAdmitted("name" + i, "10.0.0.1");
        }
        for (int i = 0; i < 5; i++) {
            isAdmitted("ana", "10.0.0.1");
            failed.succeeded("ana", "10.0.0.1");
        }
        isAdmitted("ben", "10.0.0.1");

        assertThat(failed.begin("ana", "10.0.0.1")).isPresent();
    }

    @Test
    void whatIsLongAgoIsForgotten() {
        for (int i = 0; i < 4; i++) {
            isAdmitted("ana", "10.0.0.1");
        }
        pass(Duration.ofMinutes(31));

        for (int i = 0; i < 4; i++) {
            isAdmitted("ana", "10.0.0.1");
        }
    }
}
