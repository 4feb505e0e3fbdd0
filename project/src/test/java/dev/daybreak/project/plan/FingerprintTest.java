package dev.daybreak.project.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static Fingerprint of(Map<String, String> parts) {
        return new Fingerprint(new TreeMap<>(parts));
    }

    @Test
    void equalPartsHaveEqualHashes() {
        assertThat(of(Map.of("sql", "1", "checks", "2")).hash())
                .isEqualTo(of(Map.of("checks", "2", "sql", "1")).hash())
                .matches("[0-9a-f]{32}");
    }

    @Test
    void anyPartChangesTheHash() {
        String hash = of(Map.of("sql", "1")).hash();

        assertThat(of(Map.of("sql", "2")).hash()).isNotEqualTo(hash);
        assertThat(of(Map.of("sql", "1", "checks", "")).hash()).isNotEqualTo(hash);
    }

    @Test
    void differencesNameWhatChangedCameAndWent() {
        Fingerprint now = of(Map.of("sql", "2", "same", "1", "new", "1"));
        Fingerprint before = of(Map.of("sql", "1", "same", "1", "old", "1"));

        assertThat(now.differences(before)).containsExactly("new", "sql", "old");
        assertThat(now.differences(now)).isEmpty();
    }
}
