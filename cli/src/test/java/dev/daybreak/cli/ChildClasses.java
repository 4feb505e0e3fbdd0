package dev.daybreak.cli;

import dev.daybreak.engine.StartArchive;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The class path of this process as another one takes it: folders packed into jars, since no archive of classes can be made of folders. */
final class ChildClasses {
    /** Each process that runs tests has its own. */
    private static final Path FOLDER =
            Path.of("target", "child-classes-" + ProcessHandle.current().pid()).toAbsolutePath();

    private static List<String> options;

    private ChildClasses() {}

    /** For a Java command line, before the main class. */
    static synchronized List<String> options(List<String> jvm) throws IOException {
        if (options == null) {
            Files.createDirectories(FOLDER);
            List<String> jars = new ArrayList<>();
            for (String place : System.getProperty("java.class.path").split(File.pathSeparator)) {
                Path path = Path.of(place);
                if (Files.isDirectory(path)) {
                    jars.add(packed(path).toString());
                } else if (Files.exists(path)) {
                    jars.add(place);
                }
            }
            Path trial = Files.createTempDirectory(FOLDER, "trial");
            try {
                options = new StartArchive(
                                FOLDER.resolve("classes.jsa"),
                                jvm,
                                String.join(File.pathSeparator, jars),
                                List.of(Trial.class.getName(), trial.toString()))
                        .options();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
        return options;
    }

    private static Path packed(Path folder) throws IOException {
        Path jar = FOLDER.resolve(folder.getFileName() + ".jar");
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Path file : files) {
                zip.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
        return jar;
    }
}
