package dev.daybreak.engine;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/**
 * An archive of the classes that a program loads, as the launcher has one, for tests that start it in processes of its own: each then starts with
 * two thirds of the work. It is made once, by a trial, and again when something on the class path has changed.
 *
 * @param archive where it is, or is to be
 * @param jvm the Java command and its options, which those who use the archive have too
 * @param classPath jars, and folders of jars as {@code folder/*}
 * @param trial main class and arguments of a program that loads the classes and ends
 */
public record StartArchive(Path archive, List<String> jvm, String classPath, List<String> trial) {
    private static final List<String> QUIET = List.of("-Xlog:disable", "-Xlog:all=off");

    /** What stands between the options of the JVM and a main class. Where no archive can be made, the program starts without one. */
    public List<String> options() throws IOException, InterruptedException {
        Files.createDirectories(archive.getParent());
        Path lock = archive.resolveSibling(archive.getFileName() + ".lock");
        // Another process that runs tests may be at it.
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            boolean isOld =
                    !Files.exists(archive) || Files.getLastModifiedTime(archive).compareTo(newest()) < 0;
            if (held.isValid() && isOld) {
                make();
            }
        }
        List<String> options = new ArrayList<>(QUIET);
        options.add("-XX:SharedArchiveFile=" + archive);
        options.addAll(List.of("-cp", classPath));
        return options;
    }

    private FileTime newest() throws IOException {
        FileTime newest = FileTime.fromMillis(0);
        for (String place : classPath.split(File.pathSeparator)) {
            Path path = Path.of(place.endsWith("*") ? place.substring(0, place.length() - 1) : place);
            if (Files.isDirectory(path)) {
                try (DirectoryStream<Path> jars = Files.newDirectoryStream(path)) {
                    for (Path jar : jars) {
                        newest = later(newest, jar);
                    }
                }
            } else if (Files.exists(path)) {
                newest = later(newest, path);
            }
        }
        return newest;
    }

    private static FileTime later(FileTime one, Path file) throws IOException {
        FileTime other = Files.getLastModifiedTime(file);
        return other.compareTo(one) > 0 ? other : one;
    }

    /** Only one that is whole gets its name. */
    private void make() throws IOException, InterruptedException {
        Path fresh = archive.resolveSibling(archive.getFileName() + ".fresh");
        Files.deleteIfExists(fresh);
        List<String> command = new ArrayList<>(jvm);
        command.addAll(QUIET);
        command.add("-XX:ArchiveClassesAtExit=" + fresh);
        command.addAll(List.of("-cp", classPath));
        command.addAll(trial);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        archive.resolveSibling(archive.getFileName() + ".log").toFile())
                .start();
        try {
            if (process.waitFor() == 0 && Files.exists(fresh)) {
                Files.move(fresh, archive, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            process.destroyForcibly();
        }
    }
}
