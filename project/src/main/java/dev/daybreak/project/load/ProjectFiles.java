package dev.daybreak.project.load;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Finds the files of a project's known folders and names what each defines. */
final class ProjectFiles {
    private final Path root;
    private final Problems problems;

    /**
     * A file that defines something.
     *
     * @param name relative to the project's folder, with forward slashes
     * @param key of the asset; a pipeline has the namespace {@code pipelines}, which is not told to anyone
     */
    record Found(Path path, String name, AssetKey key) {}

    ProjectFiles(Path root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    /** The YAML files directly in a folder, in the order of their names. */
    List<Found> yaml(String folder, String namespace, Set<String> ignored) {
        List<Found> found = new ArrayList<>();
        for (Path path : files(folder)) {
            String name = name(path);
            String extension = extension(path);
            if (ignored.contains(extension)) {
                continue;
            }
            if (!extension.equals("yaml") && !extension.equals("yml")) {
                warnOfKind(name, folder, ".yaml and .yml");
            } else if (!path.getParent().equals(root.resolve(folder))) {
                problems.error(
                        Place.of(name),
                        "Invalid place of '" + name + "': files of '" + folder + "/' stand directly in it.",
                        "Move it to " + folder + "/" + path.getFileName() + ".");
            } else {
                add(path, name, namespace, found);
            }
        }
        return withoutDuplicates(found);
    }

    /** The SQL files one folder below {@code assets/}, in the order of their names. */
    List<Found> sql() {
        List<Found> found = new ArrayList<>();
        for (Path path : files("assets")) {
            String name = name(path);
            int folders = root.resolve("assets").relativize(path).getNameCount() - 1;
            if (!extension(path).equals("sql")) {
                warnOfKind(name, "assets", ".sql");
            } else if (folders != 1) {
                problems.error(
                        Place.of(name),
                        "Invalid place of '" + name + "': expected exactly one folder below assets/, found " + folders
                                + ".",
                        "Its folder is the namespace and its file name the name: assets/features/user_activity.sql.");
            } else {
                String namespace = path.getParent().getFileName().toString();
                if (namespace.equals(AssetKey.SOURCES) || namespace.equals(AssetKey.MODELS)) {
                    problems.error(
                            Place.of(name),
                            "Invalid namespace '" + namespace + "': it is kept for "
                                    + (namespace.equals(AssetKey.SOURCES) ? "sources." : "models."),
                            "Rename the folder.");
                } else {
                    add(path, name, namespace, found);
                }
            }
        }
        return withoutDuplicates(found);
    }

    private void add(Path path, String name, String namespace, List<Found> found) {
        String file = path.getFileName().toString();
        String stem = file.substring(0, file.lastIndexOf('.'));
        String lower = stem.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "_");
        String folder = namespace.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "_");
        for (String part : List.of(namespace, stem)) {
            if (!AssetKey.PART.matcher(part).matches()) {
                problems.error(
                        Place.of(name),
                        "Invalid name '" + part + "': expected small letters, digits and _, and no digit first.",
                        "Rename it, for example to '" + (part.equals(stem) ? lower : folder) + "'.");
            }
        }
        String prefix = "_";
        String safeName = AssetKey.PART.matcher(lower).matches() ? lower : prefix + lower;
        String safeFolder = AssetKey.PART.matcher(folder).matches() ? folder : prefix + folder;
        found.add(new Found(path, name, new AssetKey(safeFolder, safeName)));
    }

    private List<Found> withoutDuplicates(List<Found> found) {
        Map<AssetKey, Found> first = new HashMap<>();
        List<Found> unique = new ArrayList<>();
        for (Found file : found) {
            Found other = first.putIfAbsent(file.key(), file);
            if (other == null) {
                unique.add(file);
            } else {
                problems.error(
                        Place.of(file.name()),
                        "Invalid name of '" + file.name() + "': '" + other.name() + "' defines the same name.",
                        "Rename or remove one of the two.");
            }
        }
        return unique;
    }

    private List<Path> files(String folder) {
        Path start = root.resolve(folder);
        if (!Files.exists(start)) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), 20, new Visitor(start, files));
        } catch (IOException e) {
            refuse(start, e);
        }
        files.sort(null);
        return files;
    }

    private void refuse(Path path, IOException cause) {
        problems.error(
                Place.of(name(path)),
                "Cannot read '" + name(path) + "': " + cause.getClass().getSimpleName() + ".",
                "Check that it is there and that you may read it.");
    }

    private void warnOfKind(String name, String folder, String permitted) {
        problems.warning(
                Place.of(name),
                "Invalid kind of file '" + name + "': it is not read.",
                "Files in " + folder + "/ end in " + permitted + "; move others elsewhere.");
    }

    private String name(Path path) {
        return root.relativize(path).toString().replace('\\', '/');
    }

    private static String extension(Path path) {
        String name = path.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static boolean isHiddenOrNotes(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(".") || name.endsWith("~") || extension(path).equals("md");
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        private final Path start;
        private final List<Path> files;

        Visitor(Path start, List<Path> files) {
            this.start = start;
            this.files = files;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean isHidden = !folder.equals(start) && isHiddenOrNotes(folder);
            return isHidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!isHiddenOrNotes(file)) {
                files.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException cause) {
            refuse(file, cause);
            return FileVisitResult.CONTINUE;
        }
    }
}
