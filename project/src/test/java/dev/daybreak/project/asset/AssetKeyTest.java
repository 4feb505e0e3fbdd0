package dev.daybreak.project.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssetKeyTest {
    @Test
    void readsWhatItPrints() {
        assertThat(AssetKey.parse("features.user_activity")).isEqualTo(new AssetKey("features", "user_activity"));
        assertThat(AssetKey.parse("features.user_activity")).hasToString("features.user_activity");
    }

    @Test
    void ordersByNamespaceThenName() {
        assertThat(AssetKey.parse("a.z")).isLessThan(AssetKey.parse("b.a")).isGreaterThan(AssetKey.parse("a.b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"clicks", "Raw.clicks", "raw.1st", "a.b.c", "raw.", ".x", "raw.cl-icks", "raw.caf\u00e9"})
    void refusesOtherTexts(String text) {
        assertThatThrownBy(() -> AssetKey.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Invalid asset name '" + text + "'");
    }
}
