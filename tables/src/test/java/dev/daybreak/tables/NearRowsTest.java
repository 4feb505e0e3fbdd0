package dev.daybreak.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NearRowsTest {
    private static List<List<Object>> rows(Object... values) {
        List<List<Object>> rows = new ArrayList<>();
        for (Object value : values) {
            rows.add(Arrays.asList("k", value));
        }
        return rows;
    }

    private static String left(List<List<Object>> left, List<List<Object>> right) {
        NearRows.strike(left, right);
        return left.stream().map(row -> row.get(1)).toList() + " "
                + right.stream().map(row -> row.get(1)).toList();
    }

    @Test
    void strikesRowForRow() {
        assertThat(left(rows(1.0, 1.0, 1.0), rows(1.0 + 1e-12, 1.0 - 1e-12))).isEqualTo("[1.0] []");
    }

    @Test
    void nothingAndInfinityAndNoNumberAreThemselvesOnly() {
        assertThat(left(
                        rows(null, Double.NaN, Double.POSITIVE_INFINITY, 0.0, 1e300),
                        rows(null, Double.NaN, Double.POSITIVE_INFINITY, -0.0, 1e300 * (1 + 1e-12))))
                .isEqualTo("[] []");
        assertThat(left(rows(Double.NaN, 1e-20), rows(1.0, 0.0))).isEqualTo("[NaN, 1.0E-20] [1.0, 0.0]");
        assertThat(left(rows(Double.MAX_VALUE), rows(Double.POSITIVE_INFINITY)))
                .isEqualTo("[1.7976931348623157E308] [Infinity]");
    }

    @Test
    void looksIntoWhatIsNested() {
        assertThat(left(
                        rows(Map.of("a", List.of(0.1, 0.2)), new byte[] {1}),
                        rows(Map.of("a", List.of(0.1 + 1e-14, 0.2)), new byte[] {1})))
                .isEqualTo("[] []");
        assertThat(left(rows(Map.of("a", List.of(0.1))), rows(Map.of("a", List.of(0.1, 0.1)))))
                .isEqualTo("[{a=[0.1]}] [{a=[0.1, 0.1]}]");
    }
}
