package dev.daybreak.engine.spark;

import dev.daybreak.engine.Application;
import dev.daybreak.engine.Applications;
import dev.daybreak.engine.EngineProvider.Options;
import dev.daybreak.project.engine.Spark;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
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
        if (options.place() instanceof Spark.Server server) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot " + application.what() + " on Spark: '" + server
                            + "' is a Spark Connect server, which runs no applications.",
                    "Compute with a Spark that is started for the project, such as 'engine: spark'.");
        }
        requireJars(options.serverJars(), application, "engine-spark");
        requireJars(application.jars(), application, application.module());
        Path log = application.folder().resolve(LOG);
        try {
            ProcessBuilder builder = DriverProcess.of(
                    options,
                    application.folder(),
                    log,
                    conf(application),
                    List.of(application.jars()),
                    application.mainClass(),
                    application.arguments());
            int status = await(builder.start(), application, cancelled);
            if (status != 0) {
                String end = DriverProcess.endOf(log);
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

    private SortedMap<String, String> conf(Application application) {
        SortedMap<String, String> conf = DriverConf.of(options, application.folder());
        conf.put("spark.app.name", "daybreak: " + application.what());
        // Workers that wait for each other must all be there: how many there are is not to change.
        conf.put("spark.dynamicAllocation.enabled", "false");
        if (options.place() instanceof Spark.Master master && !master.isLocal()) {
            DriverConf.addJars(conf, application.jars());
        }
        return conf;
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
