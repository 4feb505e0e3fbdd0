package dev.daybreak.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HyperLogLogTest {
    @Test
    void countsNothingAsNothing() {
        assertThat(HyperLogLog.estimate("")).isZero();
    }

    @Test
    void countsFewExactly() {
        assertThat(estimate(1)).isEqualTo(1);
        assertThat(estimate(10)).isEqualTo(10);
    }

    @Test
    void heedsNeitherOrderNorRepetition() {
        String coupons = coupons(5_000);
        String backwards = new StringBuilder(coupons).reverse().toString();

        assertThat(HyperLogLog.estimate(backwards + coupons)).isEqualTo(HyperLogLog.estimate(coupons));
    }

    /** Around both ends of the correction, 400 and 2,560, and far from them; a standard error is 4.6 %. */
    @ParameterizedTest
    @ValueSource(ints = {100, 390, 410, 700, 1_000, 1_500, 2_000, 2_500, 2_600, 5_000, 10_000, 100_000, 1_000_000})
    void isNearTheTruth(int distinct) {
        assertThat((double) estimate(distinct)).isCloseTo(distinct, within(0.1 * distinct));
    }

    /** What Spark 4.1 gives for {@code approx_count_distinct} of {@code range(n)}. */
    @Test
    void givesTheNumbersOfSpark() {
        assertThat(estimate(100)).isEqualTo(103);
        assertThat(estimate(410)).isEqualTo(403);
        assertThat(estimate(500)).isEqualTo(484);
        assertThat(estimate(1_000)).isEqualTo(1_026);
        assertThat(estimate(1_500)).isEqualTo(1_400);
        assertThat(estimate(2_500)).isEqualTo(2_378);
        assertThat(estimate(5_000)).isEqualTo(4_671);
        assertThat(estimate(100_000)).isEqualTo(95_546);
        assertThat(estimate(1_000_000)).isEqualTo(925_738);
    }

    private static long estimate(int distinct) {
        return HyperLogLog.estimate(coupons(distinct));
    }

    private static String coupons(int distinct) {
        return LongStream.range(0, distinct)
                .mapToObj(i -> Character.toString(HyperLogLog.coupon(XxHash64.ofLong(i))))
                .distinct()
                .collect(Collectors.joining());
    }
}
