package dev.daybreak.cli.workspace;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The jars of the engine for Spark, which are no part of the program. In a checkout they are built when they are first needed; the
 * launcher says how.
 *
 * @param client the folder with the engine
 * @param server the folder with a server that it can start
 * @param training the folder with what trains models on it
 * @param build the command that makes all; empty if there is none
 */
record SparkJars(Path client, Path server, Path training, Optional<Build> build) {
    /** How a module's own jar begins, which is made after those that it needs. */
    private static final String OWN_JAR = "daybreak-engine-spark-";

    /**
     * A command.
     *
     * @param folder in which it runs
     */
    record Build(Path folder, List<String> command) {
        Build {
            command = List.copyOf(command);
        }
    }

    /** What the launcher says of them. */
    static SparkJars ofLauncher() {
        String command = System.getProperty("daybreak.spark.build", "");
        return new SparkJars(
                folder("daybreak.spark.client"),
                folder("daybreak.spark.server"),
                folder("daybreak.spark.training"),
                command.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Build(folder("daybreak.root"), List.of(command.split(" ")))));
    }

    private static Path folder(String property) {
        return Path.of(System.getProperty(property, property));
    }

    boolean areThere() {
        return isMade(client);
    }

    private boolean isMade(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith(OWN_JAR));
        } catch (IOException e) {
            throw missing(folder, ": " + e.getMessage(), e);
        }
    }

    /**
     * Builds the engine if it is not there; of several processes one builds, and the others wait.
     *
     * @throws DaybreakException NOT_FOUND if it is not there and cannot be built
     */
    void require() {
        require(client);
    }

    /** The same for what trains models. */
    void requireTraining() {
        require(training);
    }

    private void require(Path folder) {
        if (isMade(folder)) {
            return;
        }
        Build command = build.orElseThrow(() -> missing(folder, ".", null));
        try {
            Path beside = Files.createDirectories(client.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(
                            beside.resolve("building"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (held.isValid() && !isMade(folder)) {
                    run(command, folder);
                }
            }
        } catch (IOException e) {
            throw missing(folder, ", and they cannot be built: " + e.getMessage() + ".", e);
        }
    }

    private void run(Build command, Path folder) throws IOException {
        System.err.println("Building the engine for Spark; the first time, Maven fetches 400 MB...");
        Process process = new ProcessBuilder(command.command())
                .directory(command.folder().toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        process.getInputStream().transferTo(System.err);
        try {
            int status = process.waitFor();
            if (status != 0 || !isMade(folder)) {
                throw new IOException("'" + String.join(" ", command.command()) + "' ended with status " + status
                        + " in '" + command.folder() + "'");
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new DaybreakException(ErrorCode.CANCELLED, "Cannot start Spark: it was cancelled.", "", e);
        }
    }

    private static DaybreakException missing(Path folder, String why, Exception cause) {
        return new DaybreakException(
                ErrorCode.NOT_FOUND,
                "Cannot start Spark: its jars are not in '" + folder + "'" + why,
                "Build them in a checkout: mvn -q -pl engine-spark-training -am package -DskipTests",
                cause);
    }
}
