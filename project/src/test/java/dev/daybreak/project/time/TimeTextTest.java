package dev.daybreak.project.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "2025-03-01, 2025-02-28T23:00:00Z",
        "2025-03-01T06:30, 2025-03-01T05:30:00Z",
        "2025-03-01 06:30:15, 2025-03-01T05:30:15Z",
        "2025-03-01T06:30:00Z, 2025-03-01T06:30:00Z",
        "2025-03-01T06:30:00+05:30, 2025-03-01T01:00:00Z"
    })
    void readsDatesAndTimestampsInTheZone(String text, Instant expected) {
        assertThat(TimeText.parse(text, BERLIN)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "today", "2025-02-30", "2025-3-1", "01.03.2025", "2025-03-01T25:00"})
    void refusesOtherTexts(String text) {
        assertThat(TimeText.parse(text, BERLIN)).isEmpty();
    }
}
