package dev.daybreak.models.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.models.evaluation.Condition.Finding;
import java.util.Map;
import java.util.Optional;
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

    private static Finding judge(String text, Optional<Map<String, Metric>> champion) {
        return Condition.parse(text).orElseThrow().judge(METRICS, champion);
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
        Finding finding = judge(text, Optional.of(CHAMPION));

        assertThat(finding).isEqualTo(new Finding(holds, words));
    }

    @Test
    void holdsWithoutAChampionAndSaysSo() {
        Finding finding = judge("auc >= champion.auc - 0.005", Optional.empty());

        assertThat(finding).isEqualTo(new Finding(true, "no champion to compare auc with"));
    }

    @Test
    void doesNotHoldForAMetricThatIsNotThere() {
        assertThat(judge("rmse < 3", Optional.empty()).holds()).isFalse();
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
