package dev.daybreak.cli.workspace;

import dev.daybreak.project.load.ProjectLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The files that say how a project is, at one moment, by size and time of their last change. Two that are equal show that, as far as these tell,
 * nothing has changed between.
 */
record FileStates(Map<Path, State> files) {
    private static final int DEEPEST = 20;

    record State(long bytes, FileTime changed) {}

    /** As they are now. A file that goes away meanwhile is left out. */
    static FileStates of(Path root) {
        Map<Path, State> files = new HashMap<>();
        for (String name : ProjectLoader.DEFINITIONS) {
            Path start = root.resolve(name);
            if (Files.exists(start)) {
                try {
                    Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, new Visitor(files));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return new FileStates(Map.copyOf(files));
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Map<Path, State> files;

        Visitor(Map<Path, State> files) {
            this.files = files;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.put(file, new State(attributes.size(), attributes.lastModifiedTime()));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
        }
    }
}
