package dev.daybreak.ingestion.files;

import dev.daybreak.ingestion.ledger.SeenFile;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files that a source's path means now, ordered by path. */
public final class Listing {
    private final Path root;
    private final List<SeenFile> files;

    private Listing(Path root, List<SeenFile> files) {
        this.root = root;
        this.files = files;
    }

    /**
     * Looks for files. Names that begin with a dot are left out: editors and copying tools write such while they are at work.
     *
     * @param root the project's root; absolute
     * @throws DaybreakException {@code BAD_SOURCE} if the path is not there or no file matches
     */
    public static Listing of(SourceAsset asset, Path root) {
        SourceAsset.Files origin = (SourceAsset.Files) asset.reads();
        Path start = root.resolve(fixedPart(origin.path())).normalize();
        if (!Files.exists(start)) {
            throw missing(asset, origin, "'" + start + "' does not exist");
        }
        List<SeenFile> found = new ArrayList<>();
        try {
            if (Files.isRegularFile(start)) {
                found.add(seen(root, start, Files.readAttributes(start, BasicFileAttributes.class)));
            } else {
                walk(root, start, matcher(origin.path(), root), found);
            }
        } catch (IOException e) {
            throw new DaybreakException(
                    ErrorCode.BAD_SOURCE,
                    "Cannot list the files of '" + asset.key() + "' in '" + start + "': " + e.getMessage() + ".",
                    asset.about().written().value("files.path"),
                    "Make the folder readable.",
                    e);
        }
        if (found.isEmpty()) {
            throw missing(asset, origin, "no file in '" + start + "' matches");
        }
        found.sort(Comparator.comparing(SeenFile::path));
        return new Listing(root, List.copyOf(found));
    }

    private static DaybreakException missing(SourceAsset asset, SourceAsset.Files origin, String why) {
        return new DaybreakException(
                ErrorCode.BAD_SOURCE,
                "Missing files of '" + asset.key() + "': path '" + origin.path() + "' was looked for, and " + why + ".",
                asset.about().written().value("files.path"),
                "Correct 'path' of the source, or put the files there.",
                null);
    }

    /** The folders before the first part with a wildcard. */
    private static String fixedPart(String path) {
        int wildcard = firstWildcard(path);
        if (wildcard < 0) {
            return path;
        }
        int slash = path.lastIndexOf('/', wildcard);
        return slash < 0 ? "" : slash == 0 ? "/" : path.substring(0, slash);
    }

    private static int firstWildcard(String path) {
        for (int i = 0; i < path.length(); i++) {
            if ("*?[{".indexOf(path.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static PathMatcher matcher(String path, Path root) {
        if (firstWildcard(path) < 0) {
            return file -> true;
        }
        String pattern = path.startsWith("/") ? path : escaped(root.toString()) + "/" + withoutDot(path);
        PathMatcher exact = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        if (!pattern.contains("/**/")) {
            return exact;
        }
        // In a glob of Java '/**/' asks for at least one folder; people mean any number.
        PathMatcher none = FileSystems.getDefault().getPathMatcher("glob:" + pattern.replace("/**/", "/"));
        return file -> exact.matches(file) || none.matches(file);
    }

    private static String withoutDot(String path) {
        return path.startsWith("./") ? path.substring(2) : path;
    }

    private static String escaped(String path) {
        return path.replaceAll("([*?\\[\\]{}\\\\])", "\\\\$1");
    }

    private static void walk(Path root, Path start, PathMatcher matcher, List<SeenFile> found) throws IOException {
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return isHidden(folder) && !folder.equals(start)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (isHidden(file) || !matcher.matches(file)) {
                    return FileVisitResult.CONTINUE;
                }
                BasicFileAttributes target = attributes.isSymbolicLink()
                        ? Files.readAttributes(file, BasicFileAttributes.class)
                        : attributes;
                if (target.isRegularFile()) {
                    found.add(seen(root, file, target));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static boolean isHidden(Path file) {
        return file.getFileName() != null && file.getFileName().toString().startsWith(".");
    }

    private static SeenFile seen(Path root, Path file, BasicFileAttributes attributes) {
        Path shown = file.startsWith(root) ? root.relativize(file) : file;
        return new SeenFile(
                shown.toString().replace('\\', '/'),
                attributes.size(),
                attributes.lastModifiedTime().toMillis(),
                SeenFile.NOT_COMPUTED);
    }

    public List<SeenFile> files() {
        return files;
    }

    public Map<String, SeenFile> byPath() {
        Map<String, SeenFile> byPath = new TreeMap<>();
        files.forEach(file -> byPath.put(file.path(), file));
        return byPath;
    }

    /** A hash of paths, sizes and times. */
    public String version() {
        StringBuilder text = new StringBuilder();
        for (SeenFile file : files) {
            text.append(file.path())
                    .append('\0')
                    .append(file.size())
                    .append('\0')
                    .append(file.modifiedMillis())
                    .append('\n');
        }
        return Fingerprint.hash(text.toString());
    }

    /** The absolute path of a listed file. */
    public Path locate(SeenFile file) {
        return root.resolve(file.path());
    }
}
