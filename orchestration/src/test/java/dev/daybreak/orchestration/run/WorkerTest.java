package dev.daybreak.orchestration.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkerTest {
    private static Worker with(long pid, long processStarted) {
        return new Worker(Worker.SELF.host(), pid, processStarted);
    }

    @Test
    void theLivingAreThereAndTheDeadAreGone() throws Exception {
        assertThat(Worker.SELF.isGone()).isFalse();
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor(1, TimeUnit.MINUTES);

        assertThat(with(ended.pid(), 0).isGone()).isTrue();
    }

    @Test
    void anIdThatAnotherProcessHasMeanwhileIsNotTheWorker() {
        assertThat(with(Worker.SELF.pid(), Worker.SELF.processStarted() - 10_000)
                        .isGone())
                .isTrue();
    }

    @Test
    void ofAnotherHostNothingIsKnown() {
        assertThat(new Worker("elsewhere", 999_999_999, 0).isGone()).isFalse();
    }

    @Test
    void whenAProcessStartedIsToldWithoutTheClockSoThatSettingItMakesNobodyDead() throws IOException {
        Path own = Path.of("/proc/self/stat");
        assumeTrue(Files.isReadable(own), "needs Linux");
        String line = Files.readString(own);
        String ticksSinceBoot = line.substring(line.lastIndexOf(')')).split(" ", -1)[20];

        assertThat(Worker.SELF.processStarted()).isEqualTo(Long.parseLong(ticksSinceBoot));
    }
}
