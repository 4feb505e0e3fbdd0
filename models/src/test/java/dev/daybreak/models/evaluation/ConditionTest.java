package dev.daybreak.models.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.models.evaluation.Condition.Finding;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    private static final Map<String, Metric> METRICS = Map.of("auc", metric(0.81), "log_loss", metric(0.4));
    private static final Map<String, Metric> CHAMPION = Map.of("auc", metric(0.815));

    private static Metric metric(double value) {
        return new Metric(value, Double.NaN, Double.NaN);
    }

    private static Finding judge(String text, Rival rival) {
        return Condition.parse(text).orElseThrow().judge(METRICS, rival);
    }

    @ParameterizedTest
    @CsvSource({
        "auc > 0.8, true, auc 0.810 > 0.8",
        "auc>0.81, false, auc 0.810 is not > 0.81",
        "auc >= 0.81, true, auc 0.810 >= 0.81",
        "log_loss < 0.5, true, log_loss 0.400 < 0.5",
        "log_loss <= 3e-1, false, log_loss 0.400 is not <= 0.3",
        "auc >= champion.auc - 0.005, true, auc 0.810 >= champion.auc - 0.005 (0.815 - 0.005)",
        "auc > champion.auc, false, auc 0.810 is not > champion.auc (0.815)",
        "auc > champion.auc + 1, false, auc 0.810 is not > champion.auc + 1 (0.815 + 1)",
        "auc > -1, true, auc 0.810 > -1",
    })
    void judgesAndSaysWhy(String text, boolean holds, String words) {
        Finding finding = judge(text, new Rival.Measured(CHAMPION));

        assertThat(finding).isEqualTo(new Finding(holds, words));
    }

    @Test
    void holdsWithoutAChampionAndSaysSo() {
        Finding finding = judge("auc >= champion.auc - 0.005", new Rival.None());

        assertThat(finding).isEqualTo(new Finding(true, "no champion to compare auc with"));
    }

    @Test
    void doesNotHoldWhereTheChampionCannotBeMeasured() {
        assertThat(judge("auc > champion.auc", new Rival.Unmeasured("champion version 3 is broken")))
                .isEqualTo(new Finding(
                        false,
                        "auc cannot be compared: champion version 3 is broken; promote a version by hand, or change the"
                                + " gate"));
        assertThat(judge("auc > champion.rmse", new Rival.Measured(CHAMPION)).words())
                .startsWith("auc cannot be compared: the champion has no rmse; ");
        assertThat(judge("auc > 0.8", new Rival.Unmeasured("champion version 3 is broken"))
                        .holds())
                .isTrue();
    }

    @Test
    void doesNotHoldForAMetricThatIsNotThere() {
        assertThat(judge("rmse < 3", new Rival.None()).holds()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "auc",
                "auc > ",
                "auc = 0.8",
                "auc > high",
                "auc > 0.8 and x",
                "auc > champion",
                "0.8 < auc",
                "auc > champion.auc -",
                "auc > champion.auc * 2"
            })
    void takesNoOtherForm(String text) {
        assertThat(Condition.parse(text)).isEmpty();
    }
}
