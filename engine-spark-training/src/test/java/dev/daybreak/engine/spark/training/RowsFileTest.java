package dev.daybreak.engine.spark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowsFileTest {
    private static final int ROWS = 10_001;

    @TempDir
    private Path folder;

    private RowsFile file;

    /** Row i has the values i and NaN, and the label -i. */
    @BeforeEach
    void writes() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(ROWS * 12).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < ROWS; i++) {
            bytes.putFloat(i).putFloat(Float.NaN).putFloat(-i);
        }
        Path path = folder.resolve("some.rows");
        Files.write(path, bytes.array());
        file = new RowsFile(path, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void everyRowIsInOneStretch(int parts) throws IOException {
        List<Float> seen = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            RowsFile.Rows rows = file.stretch(part, parts);
            assertThat(rows.labels().length).isBetween(ROWS / parts, ROWS / parts + 1);
            for (int row = 0; row < rows.labels().length; row++) {
                assertThat(rows.values()[2 * row]).isEqualTo(-rows.labels()[row]);
                assertThat(rows.values()[2 * row + 1]).isNaN();
                seen.add(rows.values()[2 * row]);
            }
        }

        assertThat(file.count()).isEqualTo(ROWS);
        assertThat(seen).hasSize(ROWS).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void tellsOfAFileThatIsCutOff() throws IOException {
        try (RandomAccessFile cut = new RandomAccessFile(file.path().toFile(), "rw")) {
            cut.setLength(30);
        }

        assertThatThrownBy(() -> file.read(0, 3))
                .isInstanceOf(EOFException.class)
                .hasMessage("Cannot read '" + file.path() + "': it ends within a row");
    }

    @Test
    void refusesMoreThanOneWorkerCanHold() {
        assertThatThrownBy(() -> file.read(0, 1L << 31))
                .hasMessageStartingWith(
                        "Cannot hold 2147483648 rows of 2 values in one worker: at most 1073741819 rows");
    }
}
