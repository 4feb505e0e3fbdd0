package dev.daybreak.ingestion.files;

import dev.daybreak.ingestion.stage.Sql;
import java.nio.file.Path;
import java.util.List;

/** Turns paths into what {@code _file} says and back: relative to the project's root below it, else absolute. */
record FileNames(Path root) {
    /** SQL for the name of a file, out of SQL for its absolute path. */
    String shown(String path) {
        String prefix = Sql.text(root + "/");
        return "CASE WHEN starts_with(" + path + ", " + prefix + ") THEN substr(" + path + ", "
                + (root.toString().length() + 2) + ") ELSE " + path + " END";
    }

    String shown(Path file) {
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
