package dev.daybreak.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.engine.EngineProvider;
import dev.daybreak.project.engine.Spark;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerAddressTest {
    @Test
    void acceptsAServerThatListensAndLeavesTheRestToTheClient() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ServerAddress.requireReachable("sc://127.0.0.1:" + server.getLocalPort() + "/;token=secret");
        }
        ServerAddress.requireReachable("nothing of the kind");
    }

    @Test
    void tellsWhereNobodyListensWithoutTheToken(@TempDir Path temporary) throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        EngineProvider.Options options = new EngineProvider.Options(
                new Spark.Server("sc://127.0.0.1:" + port + "/;token=secret"), temporary, 1 << 30, 1, temporary);

        assertThatThrownBy(() -> SparkEngine.open(options))
                .isInstanceOfSatisfying(DaybreakException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE);
                    assertThat(e.mend()).contains("Spark Connect server");
                })
                .hasMessageStartingWith("Cannot reach Spark at 127.0.0.1:" + port + ": ")
                .hasMessageNotContaining("secret");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void triesEachAddressOfAMaster() throws IOException {
        String none;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            none = "127.0.0.1:" + closed.getLocalPort();
        }
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ServerAddress.requireMaster(
                    new Spark.Master("spark://" + none + ",127.0.0.1:" + server.getLocalPort(), new TreeMap<>()));
        }

        assertThatThrownBy(() -> ServerAddress.requireMaster(
                        new Spark.Master("spark://" + none + ",no-such-host.invalid:7077", new TreeMap<>())))
                .hasMessageMatching(
                        "Cannot reach the master of Spark at " + none
                                + ": Connection refused.*; no-such-host.invalid:7077: no such host \\(tried once, for up to 5 s\\)\\.");
        assertThatThrownBy(() -> ServerAddress.requireMaster(
                        new Spark.Master("k8s://https://no-such-host.invalid/path", new TreeMap<>())))
                .hasMessageContaining("no-such-host.invalid:443: no such host");
    }

    @Test
    void tellsAHostThatIsNot() {
        assertThatThrownBy(() -> ServerAddress.requireReachable("sc://no-such-host.invalid"))
                .hasMessageContaining("no-such-host.invalid:15002");
    }
}
