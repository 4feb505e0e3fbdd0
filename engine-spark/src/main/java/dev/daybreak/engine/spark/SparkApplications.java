package dev.daybreak.engine.spark;

import dev.daybreak.engine.Application;
import dev.daybreak.engine.Applications;
import dev.daybreak.engine.EngineProvider.Options;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Runs applications of Spark, each in a driver of its own on this machine, which ends with this process, even if that is killed. What
 * an application does itself is not of Spark Connect, which has no partitions and no barriers: so it cannot run on a server that is
 * only reached through it.
 */
final class SparkApplications implements Applications {
    private static final String LOG = "application.log";
    private static final long LOOK_MILLIS = 200;

    private final Options options;

    SparkApplications(Options options) {
        this.options = options;
    }

    @Override
    public void run(Application application, BooleanSupplier cancelled) {
        if (options.url().isPresent()) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot " + application.what() + " on Spark: '"
                            + options.url().get() + "' is a Spark Connect server, which runs no applications.",
                    "Compute with a Spark that is started for the project, such as 'engine: spark'.");
        }
        requireJars(options.serverJars(), application, "engine-spark");
        requireJars(application.jars(), application, application.module());
        Path log = application.folder().resolve(LOG);
        ProcessBuilder builder = new ProcessBuilder(command(application))
                .directory(application.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
        try {
            int status = await(builder.start(), application, cancelled);
            if (status != 0) {
                String end = LocalServer.endOf(log);
                throw failure(
                        application,
                        "the application ended with status " + status
                                + (end.isEmpty() ? "." : ". Its log ends with:\n  " + end),
                        null);
            }
        } catch (IOException e) {
            throw failure(application, e.getMessage() + ".", e);
        }
    }

    private static int await(Process process, Application application, BooleanSupplier cancelled) {
        try {
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (cancelled.getAsBoolean()) {
                    throw cancelled(application, null);
                }
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled(application, e);
        } finally {
            // It holds nothing that would be kept.
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    private List<String> command(Application application) {
        String jars = String.join(
                File.pathSeparator, options.serverJars() + "/*", application.jars() + "/*", LocalServer.ownClasses());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + Math.max(options.memoryBytes(), LocalServer.LEAST_HEAP));
        LocalServer.OPENED.forEach(opened -> command.addAll(List.of("--add-opens", opened + "=ALL-UNNAMED")));
        // What takes long in an application is native code: a JVM that starts quickly will do.
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(
                "-Djava.io.tmpdir=" + application.folder(),
                "-Duser.timezone=UTC",
                "-cp",
                jars,
                ServerMain.class.getName()));
        settings(application).forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
        command.addAll(List.of(
                "--master",
                "local[" + options.threads() + "]",
                "--name",
                "daybreak: " + application.what(),
                "--class",
                application.mainClass(),
                "spark-internal"));
        command.addAll(application.arguments());
        return command;
    }

    private static Map<String, String> settings(Application application) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("spark.driver.bindAddress", "127.0.0.1");
        settings.put("spark.driver.host", "127.0.0.1");
        settings.put("spark.local.dir", application.folder().toString());
        settings.put("spark.log.level", "WARN");
        settings.put("spark.ui.enabled", "false");
        // Workers that wait for each other must all be there: how many there are is not to change.
        settings.put("spark.dynamicAllocation.enabled", "false");
        return settings;
    }

    private static void requireJars(Path folder, Application application, String module) {
        try (Stream<Path> files = Files.list(folder)) {
            if (files.anyMatch(file -> file.toString().endsWith(".jar"))) {
                return;
            }
        } catch (IOException e) {
            // Told below: what is missing is the folder.
        }
        throw new DaybreakException(
                ErrorCode.NOT_FOUND,
                "Cannot " + application.what() + " on Spark: there are no jars in '" + folder + "'.",
                "Build them in the checkout: mvn -q -pl " + module + " -am package -DskipTests");
    }

    private static DaybreakException failure(Application application, String why, Throwable cause) {
        return new DaybreakException(
                ErrorCode.OUT_OF_RESOURCES,
                "Cannot " + application.what() + " on Spark: " + why,
                "If it ran out of memory, raise 'memory' under 'engine'.",
                cause);
    }

    private static DaybreakException cancelled(Application application, Throwable cause) {
        return new DaybreakException(
                ErrorCode.CANCELLED, "Cannot " + application.what() + " on Spark: it was cancelled.", "", cause);
    }
}
