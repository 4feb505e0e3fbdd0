package dev.daybreak.lake;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where a lake of local files was made. Tables name their files by whole paths: a copy of the folder would change, and clean up, the files of the one that
 * it was copied from.
 */
final class LakeHome {
    private static final String NAME = "home";

    private LakeHome() {}

    /**
     * Notes where a lake is that has no tables yet. One that has, and was made before this was noted, is left as it is: it may have been moved.
     *
     * @throws DaybreakException {@code WRONG_USE} if it has tables and was copied or moved here
     */
    static void require(Path folder) {
        Path note = folder.resolve(NAME);
        Path here = folder.toAbsolutePath();
        try {
            String noted = Files.exists(note) ? Files.readString(note).strip() : "";
            if (!noted.isEmpty() && isSame(Path.of(noted), here)) {
                return;
            }
            if (hasTables(folder)) {
                if (noted.isEmpty()) {
                    return;
                }
                throw elsewhere(here, Path.of(noted));
            }
            Files.createDirectories(folder);
            Files.writeString(note, here + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSame(Path one, Path other) throws IOException {
        return one.equals(other) || (Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other));
    }

    private static boolean hasTables(Path folder) throws IOException {
        Path warehouse = folder.resolve(CatalogTables.WAREHOUSE);
        if (!Files.isDirectory(warehouse)) {
            return false;
        }
        try (Stream<Path> files = Files.list(warehouse)) {
            return files.findAny().isPresent();
        }
    }

    private static DaybreakException elsewhere(Path here, Path home) {
        boolean isCopy = Files.exists(home);
        return new DaybreakException(
                ErrorCode.WRONG_USE,
                "Cannot open the lake in '" + here + "': its tables were made in '" + home
                        + "', and name their files there"
                        + (isCopy ? ". It is a copy, which would change the tables of the other." : "."),
                (isCopy ? "Use the other" : "Move it back")
                        + ", or remove the state folder around it, and run to make all of it anew.");
    }
}
