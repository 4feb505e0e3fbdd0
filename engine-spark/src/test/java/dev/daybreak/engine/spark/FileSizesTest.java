package dev.daybreak.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSizesTest {
    private static final long MB = 1L << 20;

    @Test
    void putsSmallFilesIntoOne() {
        assertThat(FileSizes.groups(List.of(3 * MB, 0L, 125 * MB, 1L))).containsExactly(List.of(0, 1, 2, 3));
        assertThat(FileSizes.groups(Collections.nCopies(17, MB))).hasSize(1);
        assertThat(FileSizes.groups(Collections.nCopies(7, MB))).hasSize(1);
    }

    @Test
    void leavesFilesThatAreLargeEnough() {
        assertThat(FileSizes.groups(List.of(300 * MB, 128 * MB, 500 * MB)))
                .containsExactly(List.of(0), List.of(1), List.of(2));
        assertThat(FileSizes.groups(List.of(7L))).containsExactly(List.of(0));
        assertThat(FileSizes.groups(Collections.nCopies(16, 7 * MB)))
                .as("few, and too little for one of 128 MB")
                .hasSize(16);
        assertThat(FileSizes.groups(List.of())).isEmpty();
    }

    /** Whatever tasks leave, files come to lie between 128 and 512 MB, if there is as much. */
    @ParameterizedTest
    @CsvSource({"200, 3, 2", "64, 7, 1", "65, 7, 2", "400, 25, 23", "9, 100, 3", "1000, 1, 3"})
    void makesFilesOfNearlyTheSameSize(int tasks, int megabytes, int files) {
        List<Long> bytes = Collections.nCopies(tasks, megabytes * MB);

        List<List<Integer>> groups = FileSizes.groups(bytes);

        assertThat(groups).hasSize(files);
        assertThat(groups.stream().flatMap(List::stream))
                .containsExactlyElementsOf(IntStream.range(0, tasks).boxed().toList());
        assertThat(groups)
                .allSatisfy(group -> assertThat(MB * megabytes * group.size()).isBetween(128 * MB, 512 * MB));
    }
}
