package dev.daybreak.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.engine.EngineProvider;
import dev.daybreak.project.engine.Spark;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.apache.spark.connect.proto.AnalyzePlanRequest;
import org.apache.spark.connect.proto.AnalyzePlanResponse;
import org.apache.spark.connect.proto.ConfigRequest;
import org.apache.spark.connect.proto.ConfigResponse;
import org.apache.spark.connect.proto.ReleaseSessionRequest;
import org.apache.spark.connect.proto.ReleaseSessionResponse;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkproject.io.grpc.Server;
import org.sparkproject.io.grpc.netty.NettyServerBuilder;
import org.sparkproject.io.grpc.stub.StreamObserver;

/** Servers that run and that Daybreak cannot compute on. */
class ServerCheckTest {
    @TempDir
    private Path folder;

    @Test
    void tellsWhichJarAServerLacks() throws IOException {
        LocalServer server = LocalServer.start(
                new EngineProvider.Options(new Spark.Local(), jarsWithoutIceberg(), 1L << 30, 1, folder), folder);

        try (SparkEngine engine = SparkEngine.open(options(server.url()))) {
            assertThatThrownBy(() -> engine.open(ZoneOffset.UTC))
                    .isInstanceOfSatisfying(DaybreakException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND);
                        assertThat(e.mend()).contains("iceberg-spark-runtime-4.1_2.13-1.12.0.jar");
                    })
                    .hasMessageStartingWith("Cannot compute on Spark at sc://localhost:")
                    .hasMessageEndingWith(": Iceberg's runtime is not on its class path (it has no class"
                            + " org.apache.iceberg.spark.SparkCatalog).")
                    .hasMessageNotContaining("token");
        } finally {
            server.close();
        }
    }

    @Test
    void tellsTheVersionOfAServerThatIsTooOld() throws IOException {
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new OldServer())
                .build()
                .start();

        try (SparkEngine engine = SparkEngine.open(options("sc://localhost:" + server.getPort()))) {
            assertThatThrownBy(() -> engine.open(ZoneOffset.UTC))
                    .isInstanceOf(DaybreakException.class)
                    .hasMessage("Cannot compute on Spark at sc://localhost:" + server.getPort()
                            + ": it is of version 3.5.1, but must be of 4.1.");
        } finally {
            server.shutdownNow();
        }
    }

    private EngineProvider.Options options(String url) {
        return new EngineProvider.Options(new Spark.Server(url), folder, 1, 1, folder.resolve("tmp"));
    }

    private Path jarsWithoutIceberg() throws IOException {
        Path jars = Files.createDirectory(folder.resolve("jars"));
        try (Stream<Path> all = Files.list(LocalSpark.jars())) {
            for (Path jar : all.toList()) {
                if (!jar.getFileName().toString().startsWith("iceberg-")) {
                    Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
                }
            }
        }
        return jars;
    }

    /** Answers as a server of Spark 3.5 would, as far as it is asked. */
    private static final class OldServer extends SparkConnectServiceGrpc.SparkConnectServiceImplBase {
        @Override
        public void analyzePlan(AnalyzePlanRequest request, StreamObserver<AnalyzePlanResponse> answer) {
            answer.onNext(AnalyzePlanResponse.newBuilder()
                    .setSessionId(request.getSessionId())
                    .setSparkVersion(AnalyzePlanResponse.SparkVersion.newBuilder()
                            .setVersion("3.5.1")
                            .build())
                    .build());
            answer.onCompleted();
        }

        @Override
        public void config(ConfigRequest request, StreamObserver<ConfigResponse> answer) {
            answer.onNext(ConfigResponse.newBuilder()
                    .setSessionId(request.getSessionId())
                    .build());
            answer.onCompleted();
        }

        @Override
        public void releaseSession(ReleaseSessionRequest request, StreamObserver<ReleaseSessionResponse> answer) {
            answer.onNext(ReleaseSessionResponse.newBuilder()
                    .setSessionId(request.getSessionId())
                    .build());
            answer.onCompleted();
        }
    }
}
