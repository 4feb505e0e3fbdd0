package dev.daybreak.orchestration.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    Path folder;

    private Path file;
    private LogTail tail;

    @BeforeEach
    void begin() {
        file = folder.resolve("a.log");
        tail = new LogTail(file);
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void readsWhatIsNewInWholeLines() throws IOException {
        assertThat(tail.next()).isEmpty();
        write("one\ntw");
        assertThat(tail.next()).isEqualTo("one\n");
        assertThat(tail.next()).isEmpty();
        write("o\nthree €\n");
        assertThat(tail.next()).isEqualTo("two\nthree €\n");
        assertThat(tail.next()).isEmpty();
    }

    @Test
    void readsALongFileBitByBitAndALineThatIsLongerThanABit() throws IOException {
        String longLine = "ä".repeat(100_000) + "\n";
        String text = "short\n".repeat(30_000) + longLine + "end\n";
        write(text);

        StringBuilder all = new StringBuilder();
        for (String next = tail.next(); !next.isEmpty(); next = tail.next()) {
            assertThat(next).endsWith("\n");
            all.append(next);
        }

        assertThat(all.toString()).isEqualTo(text);
    }
}
