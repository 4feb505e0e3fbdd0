package dev.daybreak.acceptance.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Looks again and again until something is there. */
final class Awaiting {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long MILLIS_BETWEEN = 50;

    /** Something that may not be there yet. */
    interface Look<T> {
        Optional<T> look() throws IOException, InterruptedException;
    }

    private Awaiting() {}

    static void line(Path file, String text) {
        something("'" + text + "' in " + file, () -> Optional.of(file)
                .filter(Files::exists)
                .map(Awaiting::read)
                .filter(said -> said.contains(text)));
    }

    static <T> T something(String what, Look<T> look) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (System.nanoTime() < end) {
                Optional<T> found = look.look();
                if (found.isPresent()) {
                    return found.get();
                }
                Thread.sleep(MILLIS_BETWEEN);
            }
        } catch (IOException e) {
            throw new AssertionError("Cannot look for " + what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("There was never " + what);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
