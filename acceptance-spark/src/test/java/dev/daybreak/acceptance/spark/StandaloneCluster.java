package dev.daybreak.acceptance.spark;

import dev.daybreak.engine.spark.LocalSpark;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A cluster of Spark's own kind, out of Maven jars: a master and workers of one core each, as processes of this machine. Each worker has
 * a loopback address of its own, as Linux has many: with a machine, Spark forgets all that was computed at its address. Iceberg is not on
 * their class path.
 */
final class StandaloneCluster implements AutoCloseable {
    private final Path folder;
    private final Path home;
    private final int port;
    private final List<Process> processes = new ArrayList<>();
    private int workers;

    private StandaloneCluster(Path folder, Path home, int port) {
        this.folder = folder;
        this.home = home;
        this.port = port;
    }

    static StandaloneCluster start(Path folder) throws IOException {
        Path jars = Files.createDirectories(folder.resolve("home/jars"));
        try (Stream<Path> all = Files.list(LocalSpark.jars())) {
            for (Path jar : all.toList()) {
                if (!jar.getFileName().toString().startsWith("iceberg-")) {
                    Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
                }
            }
        }
        StandaloneCluster cluster = new StandaloneCluster(folder, jars.getParent(), freePort());
        Path log = folder.resolve("master.log");
        cluster.launch(
                log,
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(cluster.port),
                "--webui-port",
                "0");
        Awaiting.line(log, "I have been elected leader");
        return cluster;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String master() {
        return "spark://127.0.0.1:" + port;
    }

    /** Starts one more worker; where its executors log is told by their processes. */
    Process startWorker() throws IOException {
        Path work = Files.createTempDirectory(folder, "worker");
        Path log = work.resolve("worker.log");
        Process worker = launch(
                log,
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                "127.0.0." + (2 + workers++),
                "--webui-port",
                "0",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                work.toString(),
                master());
        Awaiting.line(log, "Successfully registered with master");
        return worker;
    }

    /** The process of an executor that lives. */
    ProcessHandle executor(String application, String id) {
        return processes.stream()
                .flatMap(Process::descendants)
                .filter(process -> {
                    String command = process.info().commandLine().orElse("");
                    return command.contains("--executor-id " + id + " ") && command.contains(application);
                })
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no process of executor " + id));
    }

    /** What an executor says, as its worker keeps it. */
    String log(String application, String executor) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            Path file = all.filter(path -> path.endsWith(Path.of(application, executor, "stderr")))
                    .findFirst()
                    .orElseThrow();
            return Files.readString(file);
        }
    }

    private Process launch(Path log, String... mainAndArguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dspark.decommission.enabled=true"));
        LocalSpark.openedPackages().forEach(opened -> command.addAll(List.of("--add-opens", opened + "=ALL-UNNAMED")));
        command.addAll(List.of("-cp", home.resolve("jars") + "/*"));
        command.addAll(List.of(mainAndArguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("SPARK_"));
        environment.put("SPARK_HOME", home.toString());
        environment.put("SPARK_SCALA_VERSION", "2.13");
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    @Override
    public void close() {
        processes.stream().flatMap(Process::descendants).toList().forEach(ProcessHandle::destroyForcibly);
        processes.forEach(Process::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }
}
