package dev.daybreak.cli.demo;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The project of {@code examples/recommender}, with its raw data: what the demo runs. */
public final class RecommenderProject {
    private static final String RESOURCE = "/dev/daybreak/cli/demo/recommender";

    private RecommenderProject() {}

    /** What is wrong with the users of a project. */
    public static WrongAge mistake(Path folder) {
        return WrongAge.of(folder.resolve("data"));
    }

    /** Whether a folder holds the project with all its data; data that was not finished does not count. */
    public static boolean isWritten(Path folder) {
        return Files.exists(folder.resolve("daybreak.yaml")) && Files.exists(folder.resolve("data"));
    }

    /** Writes project and data. If it is interrupted, it can be called again. */
    public static void write(Path folder, ClickLogs.Size size) {
        write(folder, size, false);
    }

    /** The same with a {@link WrongAge} among the users. */
    public static void writeWithMistake(Path folder, ClickLogs.Size size) {
        write(folder, size, true);
    }

    private static void write(Path folder, ClickLogs.Size size, boolean withMistake) {
        try {
            refuseOther(folder);
            copyProject(folder);
            Path data = folder.resolve("data");
            if (!Files.exists(data)) {
                Path unfinished = folder.resolve("data.unfinished");
                delete(unfinished);
                Files.createDirectories(unfinished);
                new ClickLogs(size).write(unfinished);
                if (withMistake) {
                    WrongAge.of(unfinished).put();
                }
                Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException | URISyntaxException e) {
            throw new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot write the demo to '" + folder + "': " + e,
                    "Name a folder that can be written, with 400 MB left: daybreak demo --project DIR.",
                    e);
        }
    }

    private static void refuseOther(Path folder) throws IOException {
        Path settings = folder.resolve("daybreak.yaml");
        if (Files.exists(settings) && !Files.readString(settings).contains("name: recommender")) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot write the demo to '" + folder + "': another project is there.",
                    "Name another folder: daybreak demo --project DIR.");
        }
    }

    private static void copyProject(Path folder) throws IOException, URISyntaxException {
        URL url = RecommenderProject.class.getResource(RESOURCE);
        if (url == null) {
            throw new IllegalStateException("Missing resource " + RESOURCE);
        }
        URI uri = url.toURI();
        if (uri.getScheme().equals("jar")) {
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                copy(jar.getPath(RESOURCE), folder);
            }
        } else {
            copy(Path.of(uri), folder);
        }
    }

    /** Files that are there already are the user's and stay as they are. */
    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            if (!Files.exists(target)) {
                Files.copy(file, target);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> walk = Files.walk(folder)) {
            deepestFirst = walk.sorted((a, b) -> b.compareTo(a)).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
