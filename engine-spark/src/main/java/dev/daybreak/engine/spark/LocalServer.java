package dev.daybreak.engine.spark;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * A Spark Connect server in a process of its own, for this process alone: it listens on this machine's loopback address, asks every
 * client for a token, and ends with its parent, even if that is killed.
 */
final class LocalServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LINES_TOLD = 20;
    static final long LEAST_HEAP = 1L << 30;

    /** Packages that Spark reaches into, as its own start scripts open them. */
    static final List<String> OPENED = List.of(
            "java.base/java.lang",
            "java.base/java.lang.invoke",
            "java.base/java.lang.reflect",
            "java.base/java.io",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/jdk.internal.ref",
            "java.base/sun.nio.ch",
            "java.base/sun.nio.cs",
            "java.base/sun.security.action",
            "java.base/sun.util.calendar",
            "java.security.jgss/sun.security.krb5");

    private final Process process;
    private final String url;

    private LocalServer(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts a server and waits until it answers.
     *
     * @param jars the folder with the server's jars
     * @param memoryBytes its heap, which is never less than 1 GB
     * @param folder an existing one, in which it spills and writes its log
     */
    static LocalServer start(Path jars, long memoryBytes, int threads, Path folder) {
        if (!Files.isDirectory(jars)) {
            throw new DaybreakException(
                    ErrorCode.NOT_FOUND,
                    "Cannot start Spark: there is no folder '" + jars + "' with the jars of its server.",
                    "Build it in a checkout: mvn -q -pl engine-spark -am package -DskipTests. Or name a server that runs, as in"
                            + " 'engine: {spark: \"sc://host:15002\"}'.");
        }
        String token = token();
        Path log = folder.resolve("server.log");
        try {
            int port = freePort();
            ProcessBuilder builder = new ProcessBuilder(command(jars, memoryBytes, threads, folder, port))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            Map<String, String> environment = builder.environment();
            environment.keySet().removeIf(name -> name.startsWith("SPARK_"));
            environment.put("SPARK_CONNECT_AUTHENTICATE_TOKEN", token);
            Process process = builder.start();
            LocalServer server = new LocalServer(process, "sc://localhost:" + port + "/;token=" + token);
            server.await(port, log);
            return server;
        } catch (IOException e) {
            throw new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES, "Cannot start Spark: " + e.getMessage() + ".", "", e);
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

    private static List<String> command(Path jars, long memoryBytes, int threads, Path folder, int port) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + Math.max(memoryBytes, LEAST_HEAP));
        OPENED.forEach(opened -> command.addAll(List.of("--add-opens", opened + "=ALL-UNNAMED")));
        command.addAll(List.of(
                "-Djdk.reflect.useDirectMethodHandle=false",
                "-Dio.netty.tryReflectionSetAccessible=true",
                "-Djava.io.tmpdir=" + folder,
                "-Duser.timezone=UTC",
                "-cp",
                jars + "/*" + java.io.File.pathSeparator + ownClasses(),
                ServerMain.class.getName()));
        settings(threads, folder, port).forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
        command.addAll(List.of(
                "--master",
                "local[" + threads + "]",
                "--name",
                "daybreak",
                "--class",
                "org.apache.spark.sql.connect.service.SparkConnectServer",
                "spark-internal"));
        return command;
    }

    private static Map<String, String> settings(int threads, Path folder, int port) {
        return Map.ofEntries(
                Map.entry("spark.connect.grpc.binding.address", "127.0.0.1"),
                Map.entry("spark.connect.grpc.binding.port", Integer.toString(port)),
                Map.entry("spark.port.maxRetries", "0"),
                Map.entry("spark.driver.bindAddress", "127.0.0.1"),
                Map.entry("spark.driver.host", "127.0.0.1"),
                // Rows go to the client partition by partition; their sum may be as large as the client can take.
                Map.entry("spark.driver.maxResultSize", "0"),
                Map.entry("spark.local.dir", folder.toString()),
                Map.entry(
                        "spark.sql.warehouse.dir",
                        folder.resolve("warehouse").toUri().toString()),
                Map.entry("spark.sql.shuffle.partitions", Integer.toString(8 * threads)),
                Map.entry("spark.log.level", "WARN"),
                Map.entry("spark.ui.enabled", "false"));
    }

    /** Where {@link ServerMain} lies. */
    static String ownClasses() {
        return Path.of(URI.create(ServerMain.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                .toString();
    }

    private void await(int port, Path log) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!answers(port)) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    throw failure("its process ended with status " + process.exitValue(), log);
                }
                if (System.nanoTime() > end) {
                    close();
                    throw failure("it did not answer within " + PATIENCE.toSeconds() + " seconds", log);
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
        String end = endOf(log);
        return new DaybreakException(
                ErrorCode.OUT_OF_RESOURCES,
                "Cannot start Spark: " + why + (end.isEmpty() ? "." : ". Its log ends with:\n  " + end),
                "Spark 4.1 needs Java 17 or 21, and about 1.5 GB of free memory.");
    }

    /** The last lines of a log that tell something, for an error. */
    static String endOf(Path log) throws IOException {
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("\tat "))
                .toList();
        return String.join("\n  ", lines.subList(Math.max(0, lines.size() - LINES_TOLD), lines.size()));
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
