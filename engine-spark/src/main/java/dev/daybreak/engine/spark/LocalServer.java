package dev.daybreak.engine.spark;

import dev.daybreak.engine.EngineProvider;
import dev.daybreak.project.engine.Spark;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * A Spark Connect server in a process of its own, for this process alone: it listens on this machine's loopback address, asks every
 * client for a token, and ends with its parent, even if that is killed. It computes itself, or is the driver of an application on a
 * cluster.
 */
final class LocalServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int OLDEST_JAVA = 17;
    private static final int NEWEST_JAVA = 21;

    /** The file in its folder that it says things into. */
    static final String LOG = "server.log";

    private final Process process;
    private final String url;

    private LocalServer(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts a server and waits until it answers.
     *
     * @param options whose place is no server that runs; its heap is never less than 1 GB
     * @param folder an existing one, in which it spills and writes its log
     */
    static LocalServer start(EngineProvider.Options options, Path folder) {
        requireJars(options.serverJars());
        String what = "Cannot start Spark"
                + (options.place() instanceof Spark.Master master ? " on '" + master.url() + "'" : "");
        if (options.place() instanceof Spark.Master master) {
            ServerAddress.requireMaster(master);
        }
        String token = token();
        Path log = folder.resolve(LOG);
        try {
            int port = freePort();
            ProcessBuilder builder = DriverProcess.of(
                    options,
                    folder,
                    log,
                    conf(options, folder, port),
                    List.of(),
                    ConnectServer.class.getName(),
                    List.of());
            builder.environment().put("SPARK_CONNECT_AUTHENTICATE_TOKEN", token);
            Process process = builder.start();
            LocalServer server = new LocalServer(process, "sc://localhost:" + port + "/;token=" + token);
            server.await(what, port, log);
            return server;
        } catch (IOException e) {
            throw new DaybreakException(ErrorCode.OUT_OF_RESOURCES, what + ": " + e.getMessage() + ".", "", e);
        }
    }

    /** Fails if a server cannot be started for want of jars or of a Java that Spark runs on. */
    static void requireJars(Path jars) {
        if (!Files.isDirectory(jars)) {
            throw new DaybreakException(
                    ErrorCode.NOT_FOUND,
                    "Cannot start Spark: there is no folder '" + jars + "' with the jars of its server.",
                    "Build it in a checkout: mvn -q -pl engine-spark -am package -DskipTests. Or name a server that runs, as in"
                            + " 'engine: {spark: \"sc://host:15002\"}'.");
        }
        int java = Runtime.version().feature();
        if (java < OLDEST_JAVA || java > NEWEST_JAVA) {
            throw new DaybreakException(
                    ErrorCode.NOT_FOUND,
                    "Cannot start Spark: this is Java " + java + ", and Spark 4.1 runs on Java " + OLDEST_JAVA + " to "
                            + NEWEST_JAVA + ".",
                    "Run Daybreak with one of those, or name a server that runs.");
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Tells, on a thread of its own, when the process has ended, and with which status. */
    void whenEnded(IntConsumer told) {
        CompletableFuture<Void> unused = process.onExit().thenAccept(ended -> told.accept(ended.exitValue()));
    }

    /** How clients reach it, with the token that it asks for. */
    String url() {
        return url;
    }

    private static String token() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static SortedMap<String, String> conf(EngineProvider.Options options, Path folder, int port) {
        SortedMap<String, String> conf = DriverConf.of(options, folder);
        conf.put("spark.connect.grpc.binding.address", "127.0.0.1");
        conf.put("spark.connect.grpc.binding.port", Integer.toString(port));
        conf.put("spark.port.maxRetries", "0");
        conf.put("spark.sql.artifact.isolation.enabled", "false");
        conf.put("spark.sql.artifact.isolation.alwaysApplyClassloader", "false");
        return conf;
    }

    private void await(String what, int port, Path log) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!answers(port)) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    throw failure(what + ": its process ended with status " + process.exitValue(), log);
                }
                if (System.nanoTime() > end) {
                    close();
                    throw failure(what + ": it did not answer within " + PATIENCE.toSeconds() + " seconds", log);
                }
            }
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new DaybreakException(ErrorCode.CANCELLED, "Cannot start Spark: it was cancelled.", "", e);
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static DaybreakException failure(String why, Path log) throws IOException {
        String end = DriverProcess.endOf(log);
        return new DaybreakException(
                ErrorCode.OUT_OF_RESOURCES,
                why + (end.isEmpty() ? "." : ". Its log ends with:\n  " + end),
                "Spark 4.1 needs Java " + OLDEST_JAVA + " to " + NEWEST_JAVA + ", and about 1.5 GB of free memory.");
    }

    /** Ends the process at once: what it holds is in the folder, and nothing of that is kept. */
    @Override
    public void close() {
        process.destroyForcibly();
        boolean interrupted = false;
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
