package dev.daybreak.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowDifferencesTest {
    private static final List<String> NAMES = List.of("id", "day", "clicks");

    private static List<Object> row(Object... values) {
        return Arrays.asList(values);
    }

    @Test
    void rowsInAnotherOrderAreTheSameAndCountAsOftenAsTheyOccur() {
        RowDifferences.Found found = RowDifferences.between(
                NAMES,
                List.of(),
                List.of(row(1, "mon", 0.3), row(2, "mon", null), row(2, "mon", null)),
                List.of(row(2, "mon", null), row(1, "mon", 0.1 + 0.2)));

        assertThat(found.missing()).hasSize(1);
        assertThat(found.missing().get(0)).containsEntry("id", 2);
        assertThat(found.extra()).isEmpty();
        assertThat(found.changed()).isEmpty();
    }

    @Test
    void theMostSimilarRowsAreTheSameRowWithOtherCells() {
        RowDifferences.Found found = RowDifferences.between(
                NAMES,
                List.of(),
                List.of(row(1, "mon", 5L), row(9, "sun", 9L)),
                List.of(row(7, "tue", 7L), row(1, "mon", 6L)));

        assertThat(found.changed()).hasSize(1);
        assertThat(found.changed().get(0).columns()).containsExactly("clicks");
        assertThat(found.missing()).hasSize(1);
        assertThat(found.extra()).hasSize(1);
    }

    @Test
    void withAKeyRowsAreTheSameHoweverManyCellsDiffer() {
        RowDifferences.Found found = RowDifferences.between(
                NAMES,
                List.of(0),
                List.of(row(1, "mon", 5L), row(2, "mon", 5L)),
                List.of(row(1, "tue", 6L), row(3, "mon", 5L)));

        assertThat(found.changed()).hasSize(1);
        assertThat(found.changed().get(0).columns()).containsExactly("day", "clicks");
        assertThat(found.missing().get(0)).containsEntry("id", 2);
        assertThat(found.extra().get(0)).containsEntry("id", 3);
    }
}
