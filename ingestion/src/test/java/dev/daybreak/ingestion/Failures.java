package dev.daybreak.ingestion;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Condition;

/** What tests expect of failures. */
final class Failures {
    private Failures() {}

    static Condition<Throwable> badSource(String place) {
        return new Condition<>(
                failure -> failure instanceof DaybreakException known
                        && known.code() == ErrorCode.BAD_SOURCE
                        && known.place().isPresent()
                        && known.place().get().toString().equals(place),
                "BAD_SOURCE at %s",
                place);
    }

    static Condition<Throwable> mend(String start) {
        return new Condition<>(
                failure -> failure instanceof DaybreakException known
                        && known.mend().startsWith(start),
                "mended by %s",
                start);
    }

    static List<Path> filesOf(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
