package dev.daybreak.project.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({"30 days, 30 days", "1 day, 1 day", "2HOURS, 2 hours", "1 weeks, 1 week", "' 3  months ', 3 months"})
    void readsWhatProjectFilesSay(String text, String shown) {
        assertThat(Span.parse(text).map(Span::toString)).contains(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "days", "30", "-1 day", "1.5 days", "1 year", "1 day ago", "9999999 days"})
    void refusesOtherTexts(String text) {
        assertThat(Span.parse(text)).isEmpty();
    }

    @Test
    void daysKeepTheWallClockWhenClocksChange() {
        Instant afterChange = Instant.parse("2025-03-30T22:00:00Z");

        assertThat(Span.days(1).before(afterChange, BERLIN)).isEqualTo(Instant.parse("2025-03-29T23:00:00Z"));
        assertThat(Span.days(1).after(Instant.parse("2025-03-29T23:00:00Z"), BERLIN))
                .isEqualTo(afterChange);
    }

    @Test
    void hoursAreExactWhenClocksChange() {
        Instant afterChange = Instant.parse("2025-03-30T22:00:00Z");

        assertThat(new Span(24, ChronoUnit.HOURS).before(afterChange, BERLIN))
                .isEqualTo(Instant.parse("2025-03-29T22:00:00Z"));
    }

    @Test
    void refusesUnitsThatAreNoSpan() {
        assertThatThrownBy(() -> new Span(1, ChronoUnit.YEARS))
                .hasMessage("Invalid span: 1 Years; permitted: " + Span.PERMITTED);
    }
}
