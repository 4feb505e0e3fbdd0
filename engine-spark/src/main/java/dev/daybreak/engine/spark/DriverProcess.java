package dev.daybreak.engine.spark;

import dev.daybreak.engine.EngineProvider.Options;
import dev.daybreak.project.engine.Spark;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.stream.Stream;

/** How a driver of Spark starts as a process, whatever it runs; {@link ServerMain} lets it end with its parent. */
final class DriverProcess {
    private static final int LINES_TOLD = 20;
    private static final long LEAST_HEAP = 1L << 30;

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

    private DriverProcess() {}

    /**
     * A process that is yet to be started.
     *
     * @param options whose place is no server that runs; the heap is never less than 1 GB
     * @param folder an existing one, in which it works
     * @param log in that folder, to which it writes what it says
     * @param more folders with jars beside the driver's own
     */
    static ProcessBuilder of(
            Options options,
            Path folder,
            Path log,
            SortedMap<String, String> conf,
            List<Path> more,
            String mainClass,
            List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + Math.max(options.memoryBytes(), LEAST_HEAP));
        OPENED.forEach(opened -> command.addAll(List.of("--add-opens", opened + "=ALL-UNNAMED")));
        command.addAll(List.of(
                "-Djdk.reflect.useDirectMethodHandle=false",
                "-Dio.netty.tryReflectionSetAccessible=true",
                "-Djava.io.tmpdir=" + folder,
                "-Duser.timezone=UTC",
                "-cp",
                classPath(options, more),
                ServerMain.class.getName(),
                "--properties-file",
                write(conf, folder).toString(),
                "--master",
                options.place() instanceof Spark.Master master ? master.url() : "local[" + options.threads() + "]",
                "--class",
                mainClass,
                "spark-internal"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
        return builder;
    }

    private static String classPath(Options options, List<Path> more) {
        List<String> places = new ArrayList<>();
        places.add(options.serverJars() + "/*");
        more.forEach(folder -> places.add(folder + "/*"));
        places.add(Path.of(URI.create(ServerMain.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                .toString());
        if (options.place() instanceof Spark.Master master && master.isYarn()) {
            places.add(DriverConf.hadoopFolders());
        }
        return String.join(File.pathSeparator, places);
    }

    /** Some settings are secret, so they are in a file that only its owner can read, and not on the command line. */
    private static Path write(SortedMap<String, String> conf, Path folder) throws IOException {
        Properties properties = new Properties();
        properties.putAll(conf);
        Path file = folder.resolve("spark.conf");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return file;
    }

    /** The last lines of a log, for an error. */
    static String endOf(Path log) throws IOException {
        try (Stream<String> all = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines()) {
            List<String> lines = all.filter(line -> !line.isBlank() && !line.startsWith("\tat "))
                    .toList();
            return String.join("\n  ", lines.subList(Math.max(0, lines.size() - LINES_TOLD), lines.size()));
        }
    }
}
