package dev.daybreak.ingestion.files;

import dev.daybreak.ingestion.stage.Sql;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Turns paths into what {@code _file} says and back: relative to the project's root below it, else absolute.
 *
 * @param copies a folder in which files that the engine reads stand for others: with the other's absolute path below it, and
 *     {@link #COPY} behind it. Empty: it reads them themselves
 */
record FileNames(Path root, Optional<Path> copies) {
    private static final String COPY = ".copy";

    FileNames(Path root) {
        this(root, Optional.empty());
    }

    /** Where the copy of a file is. */
    Path copy(Path file) {
        return Path.of(copies.orElseThrow() + "/" + file.toString() + COPY);
    }

    /** SQL for the name of a file, out of SQL for the absolute path that the engine reads. */
    String shown(String read) {
        String path = copies.map(
                        folder -> "substr(" + read + ", " + (folder.toString().length() + 1) + ", length(" + read
                                + ") - " + (folder.toString().length() + COPY.length()) + ")")
                .orElse(read);
        String prefix = Sql.text(root + "/");
        return "CASE WHEN starts_with(" + path + ", " + prefix + ") THEN substr(" + path + ", "
                + (root.toString().length() + 2) + ") ELSE " + path + " END";
    }

    String shown(Path read) {
        Path file = copies.filter(read::startsWith)
                .map(folder -> "/" + folder.relativize(read))
                .map(original -> Path.of(original.substring(0, original.length() - COPY.length())))
                .orElse(read);
        return (file.startsWith(root) ? root.relativize(file) : file).toString();
    }

    Path locate(String shown) {
        return root.resolve(shown);
    }

    /** A list for the engine's readers, which take paths for patterns: a wildcard in a name is put into brackets to stand for itself. */
    static String list(List<Path> files) {
        return Sql.texts(files.stream()
                .map(file -> file.toString().replaceAll("[\\[*?]", "[$0]"))
                .toList());
    }
}
