package dev.daybreak.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** How files are named that maintenance writes. */
final class MaintenanceFiles {
    /** Starts the name of every such file; no attempt of a run is named so. */
    static final String NAME_START = "maintain-";

    /** Starts the part of a name that tells the {@link ContentSum} that the file stands for. */
    static final String STANDS_FOR = "v";

    /** Starts the part of a name that tells the curve along which the file's rows lie. */
    private static final String ALONG = "z";

    private MaintenanceFiles() {}

    /** A name of its own for one maintenance of one table. */
    static String newAttempt() {
        return NAME_START + Long.toString(ThreadLocalRandom.current().nextLong(1L << 50, 1L << 55), 36);
    }

    /** The beginning of names of files whose rows lie along a curve. */
    static String along(String prefix, String curve) {
        return prefix + ALONG + curve + DataFolder.AFTER_ATTEMPT;
    }

    /** Whether a file's name says that its rows lie along a curve. */
    static boolean isAlong(String location, String curve) {
        String name = location.substring(location.lastIndexOf('/') + 1);
        String part = DataFolder.AFTER_ATTEMPT + ALONG + curve + DataFolder.AFTER_ATTEMPT;
        return name.startsWith(NAME_START) && name.contains(part);
    }

    /** Gives a written file the name that tells what it stands for. */
    static Path renamed(Path file, String attempt, ContentSum sum) {
        String rest = file.getFileName()
                .toString()
                .substring(DataFolder.prefix(attempt).length());
        Path named = file.resolveSibling(DataFolder.prefix(attempt) + STANDS_FOR + sum + "_" + rest);
        try {
            return Files.move(file, named);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
