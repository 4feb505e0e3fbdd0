package dev.daybreak.orchestration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogFlushTest {
    @TempDir
    Path folder;

    @Test
    void servesManyAtOnceAndNobodyWaitsForEver() throws Exception {
        LogFlush log = new LogFlush(Files.writeString(folder.resolve("log"), "committed"));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> served = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            served.add(threads.submit(() -> {
                log.flush();
                return null;
            }));
        }
        for (Future<?> one : served) {
            one.get();
        }
        threads.shutdown();

        assertThat(served).hasSize(200);
    }

    @Test
    void aLogThatIsGoneHasComeToTheDiskBefore() throws IOException {
        new LogFlush(folder.resolve("none")).flush();
    }

    @Test
    void aDiskThatFailsIsToldToEveryoneWhoAsks() {
        LogFlush broken = new LogFlush(folder);

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(broken::flush).isInstanceOf(IOException.class);
        }
    }
}
