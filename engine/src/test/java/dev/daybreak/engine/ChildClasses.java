package dev.daybreak.engine;

import dev.daybreak.project.folder.FolderTree;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The class path of this process as another one takes it: folders packed into jars, since no archive of classes can be made of folders. All
 * processes that test a module share the jars and the archive.
 */
public final class ChildClasses {
    private static final Path FOLDER = Path.of("target", "child-classes").toAbsolutePath();
    private static final Map<String, List<String>> OPTIONS = new HashMap<>();

    /** What is done to a jar before processes start from it. */
    @FunctionalInterface
    public interface Preparation {
        /**
         * @param folder for what is to be kept beside other jars
         * @return the jar to take in its place; the same if nothing is to be done
         */
        Path prepared(Path jar, Path folder) throws IOException;
    }

    private ChildClasses() {}

    /**
     * What stands on a Java command line between the options of the JVM and a main class.
     *
     * @param trial a main class that loads what such processes load, and ends; its argument is an empty folder
     */
    public static List<String> options(List<String> jvm, String trial) throws IOException {
        return options(jvm, trial, (jar, folder) -> jar);
    }

    /** The same, where some jars are not taken as they are. */
    public static synchronized List<String> options(List<String> jvm, String trial, Preparation preparation)
            throws IOException {
        List<String> options = OPTIONS.get(trial);
        if (options == null) {
            options = archive(jvm, trial, preparation);
            OPTIONS.put(trial, options);
        }
        return options;
    }

    private static List<String> archive(List<String> jvm, String trial, Preparation preparation) throws IOException {
        Files.createDirectories(FOLDER);
        Path temporary = Files.createTempDirectory(FOLDER, "trial");
        try {
            return new StartArchive(
                            FOLDER.resolve(trial + ".jsa"),
                            jvm,
                            jars(preparation),
                            List.of(trial, temporary.toString()))
                    .options();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            FolderTree.delete(temporary);
        }
    }

    private static String jars(Preparation preparation) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        FOLDER.resolve("jars.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            List<String> jars = new ArrayList<>();
            for (String place : System.getProperty("java.class.path").split(File.pathSeparator)) {
                Path path = Path.of(place);
                if (Files.isDirectory(path) && held.isValid()) {
                    jars.add(packed(path, jars.size()).toString());
                } else if (Files.exists(path)) {
                    jars.add(preparation.prepared(path, FOLDER).toString());
                }
            }
            return String.join(File.pathSeparator, jars);
        }
    }

    /** @param number of the place, since folders of several modules have the same name */
    private static Path packed(Path folder, int number) throws IOException {
        Path jar = FOLDER.resolve(number + "-" + folder.getFileName() + ".jar");
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> !file.equals(folder)).sorted().toList();
        }
        if (isOlder(jar, files)) {
            Path fresh = Files.createTempFile(FOLDER, "fresh", ".jar");
            try (OutputStream out = Files.newOutputStream(fresh);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                for (Path file : files) {
                    String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
                    // Flyway finds only folders that are entries of their own.
                    zip.putNextEntry(new ZipEntry(Files.isDirectory(file) ? name + "/" : name));
                    if (Files.isRegularFile(file)) {
                        Files.copy(file, zip);
                    }
                    zip.closeEntry();
                }
            }
            Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE);
        }
        return jar;
    }

    private static boolean isOlder(Path jar, List<Path> files) throws IOException {
        if (!Files.exists(jar)) {
            return true;
        }
        for (Path file : files) {
            if (Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(jar)) > 0) {
                return true;
            }
        }
        return false;
    }
}
