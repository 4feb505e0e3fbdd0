package dev.daybreak.orchestration.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClaimedStretchesTest {
    private static final AssetKey ASSET = AssetKey.parse("raw.clicks");

    private final ClaimedStretches claimed = new ClaimedStretches();

    private static DataInterval stretch(long start, long end) {
        return new DataInterval(Instant.ofEpochSecond(start), Instant.ofEpochSecond(end));
    }

    @Test
    void neighboursAndOtherAssetsAreFree() {
        assertThat(claimed.addIfFree(ASSET, stretch(10, 20))).isTrue();
        assertThat(claimed.addIfFree(ASSET, stretch(20, 30))).isTrue();
        assertThat(claimed.addIfFree(ASSET, stretch(0, 10))).isTrue();
        assertThat(claimed.addIfFree(AssetKey.parse("raw.users"), stretch(15, 25)))
                .isTrue();
    }

    @Test
    void allTimeIsFreeOnlyWhileNothingIsClaimed() {
        assertThat(claimed.addIfFree(ASSET, DataInterval.ALL)).isTrue();
        assertThat(claimed.addIfFree(ASSET, stretch(10, 20))).isFalse();
        assertThat(claimed.addIfFree(ASSET, DataInterval.ALL)).isFalse();
    }

    @Test
    void takesWhatOverlapsNothingThatItTookBefore() {
        Random random = new Random(7);
        List<DataInterval> taken = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            long start = random.nextInt(10_000);
            DataInterval stretch = stretch(start, start + 1 + random.nextInt(50));
            boolean isFree = taken.stream().noneMatch(stretch::overlaps);

            assertThat(claimed.addIfFree(ASSET, stretch)).isEqualTo(isFree);
            if (isFree) {
                taken.add(stretch);
            }
        }
        assertThat(taken).hasSizeBetween(100, 1_000);
    }
}
